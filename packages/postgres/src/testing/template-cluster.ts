import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openDatabase } from '../connections/open-database.ts';
import { lookAtBinaries } from '../embedded/binaries.ts';
import { clusterPath } from '../embedded/cluster.ts';
import { initdbArguments } from '../embedded/initialise-cluster.ts';
import { startEmbeddedPostgres } from '../embedded/start-embedded-postgres.ts';
import { migrate } from '../migrations/migrate.ts';
import type { Migration } from '../migrations/migration.ts';

/** A database of every template cluster that nobody is connected to, so that others are made from it. */
export const migratedDatabase = 'migrated';

/** Gone with the next `npm ci`. */
const cacheDirectory = fileURLToPath(new URL('../../../../node_modules/.cache/', import.meta.url));

/**
 * Puts PostgreSQL’s files with migrated databases into a fresh data directory. They are made once for each set of
 * migrations and then copied, because making them takes ten times as long, and every test file needs some.
 */
export async function copyTemplateCluster(
  dataDirectory: string,
  migrations: readonly Migration[],
): Promise<void> {
  const template = path.join(cacheDirectory, await templateName(migrations));
  if (!(await exists(template))) await makeTemplate(template, migrations);
  // With owners and modes: PostgreSQL runs as another user where root starts it.
  await promisify(execFile)('cp', ['-a', clusterPath(template), clusterPath(dataDirectory)]);
}

/** Whatever goes into the files is in the name. Each user has templates of their own, because nobody else may read them. */
async function templateName(migrations: readonly Migration[]): Promise<string> {
  const { version } = await lookAtBinaries();
  const ingredients = JSON.stringify([version, process.getuid?.(), initdbArguments, migrations]);
  const digest = createHash('sha256').update(ingredients).digest('hex');
  return `tallystick-test-cluster-${digest.slice(0, 24)}`;
}

/** Made beside its place and renamed, so that a half-made one is never used; of two that are made at once one is kept. */
async function makeTemplate(template: string, migrations: readonly Migration[]): Promise<void> {
  await mkdir(cacheDirectory, { recursive: true });
  const unfinished = await mkdtemp(`${template}.new-`);
  await chmod(unfinished, 0o755);
  try {
    await fill(unfinished, migrations);
    await rename(unfinished, template);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!(await exists(template))) throw error;
  }
}

async function fill(dataDirectory: string, migrations: readonly Migration[]): Promise<void> {
  const server = await startEmbeddedPostgres({ dataDirectory, temporary: true });
  try {
    const main = await openDatabase(server.connection);
    try {
      await migrate(main, migrations);
      await main.query({ name: '', text: `CREATE DATABASE ${migratedDatabase}`, values: [] });
    } finally {
      await main.close();
    }
    const migrated = await openDatabase({ ...server.connection, database: migratedDatabase });
    await migrate(migrated, migrations).finally(() => migrated.close());
  } finally {
    await server.stop();
  }
}

async function exists(place: string): Promise<boolean> {
  return access(place).then(
    () => true,
    () => false,
  );
}

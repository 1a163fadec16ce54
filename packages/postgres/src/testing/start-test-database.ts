import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectionUrl } from '../connections/connection-target.ts';
import type { DatabaseOptions } from '../connections/client-config.ts';
import type { Database } from '../connections/database.ts';
import { openDatabase } from '../connections/open-database.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded/start-embedded-postgres.ts';
import type { Migration } from '../migrations/migration.ts';
import { copyTemplateCluster, migratedDatabase } from './template-cluster.ts';

/** An open database and the `DATABASE_URL` by which a child process reaches it. */
export interface TestDatabase {
  readonly database: Database;
  readonly databaseUrl: string;
}

export interface TestServer extends TestDatabase {
  readonly server: EmbeddedPostgres;
  /** Another empty database on the same server, with the same migrations. */
  createDatabase(options?: DatabaseOptions): Promise<TestDatabase>;
  /** Another database without any table. */
  createEmptyDatabase(options?: DatabaseOptions): Promise<TestDatabase>;
  /** Closes every database, ends the server and removes its files. */
  stop(): Promise<void>;
}

/** Starts an embedded PostgreSQL of a test’s own, in a folder of its own, with one migrated database. */
export async function startTestDatabase(migrations: readonly Migration[] = []): Promise<TestServer> {
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'tallystick-test-'));
  // Started as root, PostgreSQL runs as another user.
  await chmod(dataDirectory, 0o755);
  await copyTemplateCluster(dataDirectory, migrations);
  const server = await startEmbeddedPostgres({ dataDirectory, temporary: true });
  const opened: Database[] = [];
  const main = await openDatabase(server.connection);
  opened.push(main);
  let count = 0;

  async function create(template: string, options: DatabaseOptions = {}): Promise<TestDatabase> {
    const target = { ...server.connection, database: `test_${(count += 1)}` };
    const text = `CREATE DATABASE ${target.database} TEMPLATE ${template}`;
    await main.query({ name: '', text, values: [] });
    const database = await openDatabase(target, options);
    opened.push(database);
    return { database, databaseUrl: connectionUrl(target) };
  }
  async function stop(): Promise<void> {
    await Promise.all(opened.map((database) => database.close()));
    await server.stop();
    await rm(dataDirectory, { recursive: true, force: true });
  }
  return {
    database: main,
    databaseUrl: connectionUrl(server.connection),
    server,
    createDatabase: (options) => create(migratedDatabase, options),
    createEmptyDatabase: (options) => create('template1', options),
    stop,
  };
}

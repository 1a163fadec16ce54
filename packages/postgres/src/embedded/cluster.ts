import { lstat, readdir, realpath, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { TallyError } from '@tallystick/foundation';
import { makeSharedDirectory, sharedDirectory } from './binaries.ts';
import { initialiseCluster, syncDirectory, unfinishedMark } from './initialise-cluster.ts';
import { canEnterOrRun, type ServerIdentity } from './server-identity.ts';

export interface ClusterOptions {
  readonly dataDirectory: string;
  readonly native: string;
  readonly identity: ServerIdentity | undefined;
  readonly isTemporary: boolean;
}

const clusterName = 'postgresql';

/** The place of PostgreSQL’s files as seen from the data directory: a folder, or a link to one (see placeCluster). */
export function clusterPath(dataDirectory: string): string {
  return path.join(dataDirectory, clusterName);
}

/**
 * Finds or makes PostgreSQL’s files. Where its user can’t enter the data directory (root’s 0700 home), they stand under
 * /var/lib/tallystick, and the data directory holds a link to them: docs/adr/0002-embedded-postgresql.md.
 */
export async function placeCluster(options: ClusterOptions): Promise<string> {
  const place = clusterPath(options.dataDirectory);
  await removeUnfinished(options.dataDirectory);
  if (!(await exists(place))) await createCluster(place, options);
  const clusterDirectory = await realpath(place);
  if (canEnterOrRun(clusterDirectory, options.identity)) return clusterDirectory;
  throw new TallyError('data_directory_not_writable', {
    detail: `PostgreSQL’s files in ${clusterDirectory} can’t be entered by the user that it runs as.`,
  });
}

async function createCluster(place: string, options: ClusterOptions): Promise<void> {
  if (canEnterOrRun(options.dataDirectory, options.identity)) {
    await initialiseCluster(place, options);
    return;
  }
  await makeSharedDirectory();
  // A new name each time: whoever deletes the data directory to start afresh does start afresh.
  const elsewhere = path.join(sharedDirectory, `data-${crypto.randomUUID()}`);
  await initialiseCluster(elsewhere, options);
  await symlink(elsewhere, place);
  await syncDirectory(options.dataDirectory);
}

/** Left by a start that was killed while it made the files; we are the directory’s owner, so nobody needs them. */
async function removeUnfinished(dataDirectory: string): Promise<void> {
  const prefix = `${clusterName}${unfinishedMark}`;
  for (const name of await readdir(dataDirectory)) {
    if (!name.startsWith(prefix)) continue;
    // An initdb that outlived its start may still be writing for a moment.
    await rm(path.join(dataDirectory, name), { recursive: true, force: true, maxRetries: 10 });
  }
}

async function exists(place: string): Promise<boolean> {
  return lstat(place).then(
    () => true,
    () => false,
  );
}

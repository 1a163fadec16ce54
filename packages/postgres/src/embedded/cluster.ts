import { spawn } from 'node:child_process';
import { chown, lstat, mkdir, mkdtemp, realpath, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { TallyError } from '@tallystick/foundation';
import { sharedDirectory } from './binaries.ts';
import { canEnterOrRun, type ServerIdentity } from './server-identity.ts';
import { startFailure } from './start-failure.ts';

export const superuser = 'tallystick';
const initialiseTimeoutMs = 120_000;

/** Sums find torn pages; the built-in locale sorts alike on every machine, also on one that has no locales at all. */
const initialiseArguments = [
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--data-checksums',
  `--username=${superuser}`,
  '--auth-local=trust',
  '--auth-host=reject',
  '--no-instructions',
];

/** The place of PostgreSQL’s files as seen from the data directory: a folder, or a link to one (see placeCluster). */
export function clusterPath(dataDirectory: string): string {
  return path.join(dataDirectory, 'postgresql');
}

/**
 * Finds or makes PostgreSQL’s files. Where its user can’t enter the data directory (root’s 0700 home), they stand under
 * /var/lib/tallystick, and the data directory holds a link to them.
 */
export async function placeCluster(
  dataDirectory: string,
  native: string,
  identity: ServerIdentity | undefined,
): Promise<string> {
  const place = clusterPath(dataDirectory);
  if (!(await exists(place))) await createCluster(place, native, identity);
  const clusterDirectory = await realpath(place);
  if (!canEnterOrRun(clusterDirectory, identity)) {
    throw new TallyError('data_directory_not_writable', {
      detail: `PostgreSQL’s files in ${clusterDirectory} can’t be entered by the user that it runs as.`,
    });
  }
  return clusterDirectory;
}

async function createCluster(
  place: string,
  native: string,
  identity: ServerIdentity | undefined,
): Promise<void> {
  if (canEnterOrRun(path.dirname(place), identity)) {
    await initialise(place, native, identity);
    return;
  }
  await mkdir(sharedDirectory, { recursive: true, mode: 0o755 });
  const elsewhere = path.join(sharedDirectory, `data-${crypto.randomUUID()}`);
  await initialise(elsewhere, native, identity);
  await symlink(elsewhere, place);
}

/** Made beside its place and renamed, so that a half-made one is never started. */
async function initialise(
  place: string,
  native: string,
  identity: ServerIdentity | undefined,
): Promise<void> {
  const unfinished = await mkdtemp(`${place}.new-`);
  try {
    if (identity !== undefined) await chown(unfinished, identity.uid, identity.gid);
    await runInitdb(path.join(native, 'bin', 'initdb'), unfinished, identity);
    await rename(unfinished, place);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

async function runInitdb(
  initdb: string,
  directory: string,
  identity: ServerIdentity | undefined,
): Promise<void> {
  const child = spawn(initdb, [...initialiseArguments, '-D', directory], {
    ...identity,
    cwd: '/',
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: initialiseTimeoutMs,
  });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-10_000)));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (status !== 0) throw startFailure(words.split('\n').filter((line) => line !== ''));
}

async function exists(place: string): Promise<boolean> {
  return await lstat(place).then(
    () => true,
    () => false,
  );
}

import { spawn } from 'node:child_process';
import { chown, mkdtemp, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { serverEnvironment } from './server-environment.ts';
import type { ServerIdentity } from './server-identity.ts';
import { failureFromLog } from './start-failure.ts';

export interface InitialiseOptions {
  readonly native: string;
  readonly identity: ServerIdentity | undefined;
  /** The files will be thrown away: they need not survive a power cut, and are made in half the time. */
  readonly isTemporary: boolean;
}

export const superuser = 'tallystick';
export const unfinishedMark = '.new-';
const timeoutMs = 120_000;
const keptCharacters = 10_000;

/** Sums find torn pages; the built-in locale sorts alike on every machine, also on one that has no locales at all. */
export const initdbArguments = [
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

/** Makes PostgreSQL’s files beside their place and then renames them, so that half-made ones are never started. */
export async function initialiseCluster(place: string, options: InitialiseOptions): Promise<void> {
  const unfinished = await mkdtemp(`${place}${unfinishedMark}`);
  try {
    const { identity } = options;
    if (identity !== undefined) await chown(unfinished, identity.uid, identity.gid);
    await runInitdb(unfinished, options);
    await rename(unfinished, place);
    await syncDirectory(path.dirname(place));
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

/** Makes the names in a folder durable: a file that is on disk is of no use when its name is not. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function runInitdb(
  directory: string,
  { native, identity, isTemporary }: InitialiseOptions,
): Promise<void> {
  const sync = isTemporary ? ['--no-sync'] : [];
  const initdb = spawn(path.join(native, 'bin', 'initdb'), [...initdbArguments, ...sync, '-D', directory], {
    ...identity,
    cwd: '/',
    env: serverEnvironment,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: timeoutMs,
  });
  let words = '';
  initdb.stderr.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-keptCharacters);
  });
  const status = await new Promise<number | null>((resolve, reject) => {
    initdb.once('error', reject);
    initdb.once('close', resolve);
  });
  if (status !== 0) throw failureFromLog(words.split('\n').filter((line) => line !== ''));
}

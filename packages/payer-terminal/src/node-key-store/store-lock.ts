import { link, open, readFile, readdir, rm, truncate } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { TallyError } from '@tallystick/foundation';
import { mayBeAlive, ownIdentity } from './process-identity.ts';

export interface LockWaiting {
  /** How long to try before `key_store_busy`. */
  readonly waitAtMostMs: number;
  readonly pollMs: number;
}

interface Generation {
  readonly number: number;
  readonly path: string;
}

/**
 * Takes the lock of a key store and returns what gives it back. Errors: `key_store_busy`.
 *
 * A lock is a file `<store>.lock.<generation>` that holds its owner; an empty one was given back. To take the lock is
 * to create the next generation, which the file system lets one process do. The newest generation is never removed,
 * so two processes that both find a dead owner can’t take each other’s lock for the dead one’s, as they could if
 * breaking a lock meant to remove it.
 */
export async function takeStoreLock(storePath: string, waiting: LockWaiting): Promise<() => Promise<void>> {
  const deadlineMs = performance.now() + waiting.waitAtMostMs;
  for (;;) {
    const newest = await newestGeneration(storePath);
    if (newest === undefined || (await isFree(newest))) {
      const taken = await tryGeneration(storePath, (newest?.number ?? 0) + 1);
      if (taken !== undefined) return () => giveBack(taken);
    } else if (performance.now() >= deadlineMs) {
      throw new TallyError('key_store_busy');
    } else {
      await new Promise((resolve) => setTimeout(resolve, waiting.pollMs));
    }
  }
}

async function newestGeneration(storePath: string): Promise<Generation | undefined> {
  const generations = await generationsOf(storePath);
  return generations.toSorted((left, right) => right.number - left.number)[0];
}

async function generationsOf(storePath: string): Promise<readonly Generation[]> {
  const prefix = `${basename(storePath)}.lock.`;
  const names = await readdir(dirname(storePath));
  return names
    .filter((name) => name.startsWith(prefix) && /^[1-9]\d{0,14}$/.test(name.slice(prefix.length)))
    .map((name) => ({ number: Number(name.slice(prefix.length)), path: join(dirname(storePath), name) }));
}

async function isFree(generation: Generation): Promise<boolean> {
  const owner = await readFile(generation.path, 'utf8').catch(ignoreAbsent);
  // Absent: a newer generation exists by now, and the next look will find it.
  return owner === undefined || owner === '' || !mayBeAlive(owner);
}

/** Creates the generation with its owner in it at once: a lock without an owner would look given back. */
async function tryGeneration(storePath: string, number: number): Promise<Generation | undefined> {
  const path = `${storePath}.lock.${number}`;
  const besidePath = `${storePath}.lock.${crypto.randomUUID()}`;
  const file = await open(besidePath, 'wx', 0o600);
  try {
    await file.writeFile(ownIdentity());
    await link(besidePath, path);
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return undefined;
    throw error;
  } finally {
    await file.close();
    await rm(besidePath, { force: true });
  }
  return afterLateCheck(storePath, { number, path });
}

/** A process that slept since its look may have created a generation that others have already left behind. */
async function afterLateCheck(storePath: string, taken: Generation): Promise<Generation | undefined> {
  const generations = await generationsOf(storePath);
  if (generations.some(({ number }) => number > taken.number)) {
    await rm(taken.path, { force: true });
    return undefined;
  }
  const older = generations.filter(({ number }) => number < taken.number);
  await Promise.all(older.map(({ path }) => rm(path, { force: true })));
  return taken;
}

async function giveBack(taken: Generation): Promise<void> {
  await truncate(taken.path, 0);
}

function ignoreAbsent(error: unknown): undefined {
  if (isErrno(error, 'ENOENT')) return undefined;
  throw error;
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

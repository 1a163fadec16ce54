import { link, readFile, readdir, rename, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isJsonObject, parseJson } from '../guards/json-guards.ts';

export interface ProcessLock {
  release(): Promise<void>;
}

/**
 * Takes a lock that a killed process can’t leave behind; undefined where a living process holds it.
 *
 * Each holder makes a file of the next generation, `path.lock.1`, `.2`, …, which names its process. The newest file is
 * never deleted, only older ones: so two processes that find the same dead holder race for one file name, and one that
 * was paused for long finds a newer generation and steps back. Deleting a stale lock and making it anew would let both in.
 */
export async function takeProcessLock(path: string): Promise<ProcessLock | undefined> {
  const newest = Math.max(0, ...(await generations(path)));
  if (newest > 0 && (await isHeld(lockFile(path, newest)))) return undefined;

  const mine = newest + 1;
  if (!(await createWhole(lockFile(path, mine), await ownIdentity()))) return undefined;
  const all = await generations(path);
  if (Math.max(...all) !== mine) {
    await unlink(lockFile(path, mine));
    return undefined;
  }
  await Promise.all(
    all.filter((generation) => generation < mine).map((old) => removeIfThere(lockFile(path, old))),
  );
  return { release: () => replaceWhole(lockFile(path, mine), 'released') };
}

function lockFile(path: string, generation: number): string {
  return `${path}.lock.${generation}`;
}

async function generations(path: string): Promise<number[]> {
  const prefix = `${basename(path)}.lock.`;
  const names = await readdir(dirname(path));
  return names
    .filter((name) => name.startsWith(prefix) && /^[0-9]{1,9}$/.test(name.slice(prefix.length)))
    .map((name) => Number(name.slice(prefix.length)));
}

async function isHeld(file: string): Promise<boolean> {
  const holder = parseJson(await readFile(file, 'utf8').catch(() => ''));
  if (!isJsonObject(holder) || typeof holder['processId'] !== 'number') return false;
  const startedAt = await processStart(holder['processId']);
  return startedAt !== undefined && startedAt === holder['startedAt'];
}

async function ownIdentity(): Promise<string> {
  return JSON.stringify({ processId: process.pid, startedAt: await processStart(process.pid) });
}

/** When a living process began, so that a process id that was given out anew is not taken for the old holder. */
async function processStart(processId: number): Promise<string | undefined> {
  try {
    process.kill(processId, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return undefined;
  }
  // proc_pid_stat(5): the 22nd field is the start time; the 2nd, in parentheses, may hold spaces. Elsewhere than on
  // Linux there is no such file, and a living process id has to do.
  const stat = await readFile(`/proc/${processId}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? 'running';
}

/** Makes the file with its content in one step; false where another was faster. */
async function createWhole(file: string, content: string): Promise<boolean> {
  const draft = join(dirname(file), `.${basename(file)}.${crypto.randomUUID()}`);
  await writeFile(draft, content, { flag: 'wx', mode: 0o600 });
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await unlink(draft);
  }
}

async function replaceWhole(file: string, content: string): Promise<void> {
  const draft = join(dirname(file), `.${basename(file)}.${crypto.randomUUID()}`);
  await writeFile(draft, content, { flag: 'wx', mode: 0o600 });
  await rename(draft, file);
}

async function removeIfThere(file: string): Promise<void> {
  await unlink(file).catch(() => undefined);
}

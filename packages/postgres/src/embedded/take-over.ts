import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { TallyError } from '@tallystick/foundation';
import { isPostgresOf, processStart, waitForEnd } from './process-table.ts';

/** PostgreSQL’s own shutdowns, from polite to none: fast, immediate (recovery at the next start), and the kernel’s. */
const shutdowns = [
  { signal: 'SIGINT', timeoutMs: 15_000 },
  { signal: 'SIGQUIT', timeoutMs: 5_000 },
  { signal: 'SIGKILL', timeoutMs: 5_000 },
] as const;

/**
 * Leaves a data directory without a PostgreSQL and without a stale pid file. Only for the directory’s owner: a
 * PostgreSQL that still works there has outlived the owner before us.
 */
export async function endFormerPostgres(clusterDirectory: string): Promise<void> {
  const pidFile = path.join(clusterDirectory, 'postmaster.pid');
  const processId = await readProcessId(pidFile);
  if (processId === undefined) return;
  if (isPostgresOf(processId, clusterDirectory)) {
    await endProcess(processId);
    return;
  }
  // PostgreSQL clears the file of a dead process itself, but takes any living one with that id for itself.
  if (processStart(processId) !== undefined) await rm(pidFile, { force: true });
}

/** Ends a PostgreSQL, with stronger signals when it takes too long. */
export async function endProcess(processId: number): Promise<void> {
  for (const { signal, timeoutMs } of shutdowns) {
    try {
      process.kill(processId, signal);
    } catch {
      return;
    }
    if (await waitForEnd(processId, timeoutMs)) return;
  }
  throw new TallyError('data_directory_in_use', {
    detail: `A PostgreSQL (process ${processId}) works in this data directory and does not end.`,
  });
}

async function readProcessId(pidFile: string): Promise<number | undefined> {
  try {
    const processId = Number.parseInt(await readFile(pidFile, 'utf8'), 10);
    return processId > 0 ? processId : undefined;
  } catch {
    return undefined;
  }
}

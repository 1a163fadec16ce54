import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { TallyError } from '@tallystick/foundation';
import { postgresProcessesOf, waitUntil } from './process-table.ts';
import { sendSignal } from './send-signal.ts';

/** PostgreSQL’s own shutdowns, from polite to none: fast, immediate (recovery at the next start), and the kernel’s. */
const shutdowns = [
  { signal: 'SIGINT', timeoutMs: 15_000 },
  { signal: 'SIGQUIT', timeoutMs: 5_000 },
  { signal: 'SIGKILL', timeoutMs: 5_000 },
] as const;

const childrenTimeoutMs = 10_000;

/**
 * Leaves a data directory without a PostgreSQL and without a stale pid file. Only for the directory’s owner: a
 * PostgreSQL that still works there has outlived the owner before us.
 *
 * @throws `data_directory_in_use` when one does not end.
 */
export async function endFormerPostgres(clusterDirectory: string): Promise<void> {
  const pidFile = path.join(clusterDirectory, 'postmaster.pid');
  const processId = await readProcessId(pidFile);
  if (processId === undefined) return;
  await endPostgres(processId, clusterDirectory);
  // PostgreSQL clears the file of a dead process itself, but takes any living one with that id for its own kind.
  if (idIsTaken(processId)) await rm(pidFile, { force: true });
}

/**
 * Ends a PostgreSQL if it is one and works in this folder, with stronger signals when it takes too long. Resolves when
 * its children are gone too: those of a killed server end by themselves a moment later, and while one is left, a new
 * server must not touch the files.
 *
 * @throws `data_directory_in_use` when it or a child does not end.
 */
export async function endPostgres(processId: number, clusterDirectory: string): Promise<void> {
  await endServer(processId, clusterDirectory);
  const areGone = (): boolean => postgresProcessesOf(clusterDirectory).length === 0;
  if (!(await waitUntil(areGone, childrenTimeoutMs))) throw stillAtWork(processId);
}

async function endServer(processId: number, clusterDirectory: string): Promise<void> {
  const hasEnded = (): boolean => !postgresProcessesOf(clusterDirectory).includes(processId);
  for (const { signal, timeoutMs } of shutdowns) {
    if (hasEnded()) return;
    sendSignal(processId, signal);
    if (await waitUntil(hasEnded, timeoutMs)) return;
  }
  throw stillAtWork(processId);
}

function stillAtWork(processId: number): TallyError {
  return new TallyError('data_directory_in_use', {
    detail: `A PostgreSQL (process ${processId}) works in this data directory and does not end.`,
  });
}

/** PostgreSQL’s own test for a living process: it takes a zombie for one, and one of another user not. */
function idIsTaken(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}

async function readProcessId(pidFile: string): Promise<number | undefined> {
  try {
    const processId = Number.parseInt(await readFile(pidFile, 'utf8'), 10);
    return processId > 0 ? processId : undefined;
  } catch {
    return undefined;
  }
}

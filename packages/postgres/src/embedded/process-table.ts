import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const pollMs = 10;

/**
 * When a process began, in the words of its system; undefined where there is none (a zombie is none). A process id
 * alone is no identity, because ids are given again.
 */
export function processStart(processId: number): string | undefined {
  if (process.platform !== 'linux') return ask(processId, 'lstart=');
  try {
    // proc_pid_stat(5): the name in brackets may hold anything; after it the state is field 3, the start field 22.
    const text = readFileSync(`/proc/${processId}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** Whether a process is a PostgreSQL at work in this folder: it makes the folder its working directory. */
export function isPostgresOf(processId: number, clusterDirectory: string): boolean {
  if (process.platform !== 'linux') return ask(processId, 'command=')?.includes(clusterDirectory) ?? false;
  try {
    return readlinkSync(`/proc/${processId}/cwd`) === realpathSync(clusterDirectory);
  } catch {
    return false;
  }
}

/** Waits until a process is gone; false where it is still there after the time. */
export async function waitForEnd(processId: number, timeoutMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < timeoutMs; waitedMs += pollMs) {
    if (processStart(processId) === undefined) return true;
    await wait(pollMs);
  }
  return processStart(processId) === undefined;
}

function ask(processId: number, column: string): string | undefined {
  const answer = spawnSync('ps', ['-o', column, '-p', String(processId)], { encoding: 'utf8' });
  const text = answer.stdout.trim();
  return answer.status === 0 && text !== '' ? text : undefined;
}

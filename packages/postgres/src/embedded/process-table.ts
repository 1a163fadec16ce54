import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const pollMs = 10;

/**
 * When a process began, in the words of its system; undefined where there is none (a zombie is none). A process id
 * alone is no identity, because ids are given again.
 */
export function processStart(processId: number): string | undefined {
  if (process.platform !== 'linux') return ask(['-o', 'lstart=', '-p', String(processId)])[0];
  try {
    // proc_pid_stat(5): the name in brackets may hold anything; after it the state is field 3, the start field 22.
    const text = readFileSync(`/proc/${processId}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/**
 * The processes of a PostgreSQL at work in this folder, which is their working directory: on Linux all of them, elsewhere
 * the server without its children.
 *
 * @param clusterDirectory its real path, without links.
 */
export function postgresProcessesOf(clusterDirectory: string): readonly number[] {
  if (process.platform !== 'linux') {
    const servers = ask(['-axo', 'pid=,command=']).filter((line) =>
      line.includes(` -D ${clusterDirectory} `),
    );
    return servers.map((line) => Number.parseInt(line, 10));
  }
  const processIds = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return processIds.filter((processId) => workingDirectory(processId) === clusterDirectory);
}

/** Waits until something is so; false where it is not so after the time. */
export async function waitUntil(isSo: () => boolean | Promise<boolean>, timeoutMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < timeoutMs; waitedMs += pollMs) {
    if (await isSo()) return true;
    await wait(pollMs);
  }
  return isSo();
}

function workingDirectory(processId: number): string | undefined {
  try {
    // The kernel marks a folder that was removed, which doesn’t end the processes at work in it.
    return readlinkSync(`/proc/${processId}/cwd`).replace(/ \(deleted\)$/, '');
  } catch {
    return undefined;
  }
}

function ask(argumentsOfPs: readonly string[]): readonly string[] {
  const answer = spawnSync('ps', argumentsOfPs, { encoding: 'utf8' });
  return answer.status === 0 ? answer.stdout.split('\n').filter((line) => line.trim() !== '') : [];
}

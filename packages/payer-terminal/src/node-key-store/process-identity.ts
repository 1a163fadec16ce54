import { readFileSync } from 'node:fs';

/** Position of the start time behind the process name in /proc/<pid>/stat, see proc_pid_stat(5). */
const startTimeField = 19;

/**
 * Names this process for good: its id, and where the system tells it, the moment it started, because ids are used
 * again.
 */
export function ownIdentity(): string {
  return `${process.pid} ${startTimeOf(process.pid) ?? '-'}`;
}

/** True unless the named process is surely gone. */
export function mayBeAlive(identity: string): boolean {
  const [idText = '', startTime = '-'] = identity.trim().split(' ');
  const id = Number(idText);
  if (!Number.isSafeInteger(id) || id <= 0) return false;
  if (!answersSignals(id)) return false;
  const presentStartTime = startTimeOf(id);
  return startTime === '-' || presentStartTime === undefined || presentStartTime === startTime;
}

function answersSignals(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function startTimeOf(id: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'latin1');
    // The name in parentheses may hold spaces and parentheses of its own.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[startTimeField];
  } catch {
    return undefined;
  }
}

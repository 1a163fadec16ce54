/**
 * Sends a signal to a process, or to a process group where the id is negative. One that has ended meanwhile is what the
 * sender wanted, and between a look at a process and the signal it can always end: that is no error.
 *
 * @returns false where there is no such process any more.
 * @throws EPERM where it belongs to another user.
 */
export function sendSignal(processId: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(processId, signal);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}

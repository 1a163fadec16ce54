import { uptime } from 'node:os';
import { systemClock } from '@tallystick/foundation';

/**
 * The time since the machine was started, in milliseconds, which nobody can set. Unlike the monotonic clock it also
 * counts while the machine sleeps (on Linux /proc/uptime), so that a laptop that wakes up has not had its clock set.
 * The monotonic clock where the system does not tell it.
 */
export function elapsedClock(): () => number {
  try {
    uptime();
  } catch {
    return systemClock.monotonicMs;
  }
  return () => uptime() * 1000;
}

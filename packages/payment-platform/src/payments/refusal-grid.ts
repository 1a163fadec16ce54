import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '@tallystick/foundation';

const gridMs = 100;

/**
 * Holds a refusal until a whole number of tenths of a second has passed since its request came, so that an unknown alias,
 * a wrong password, a locked credential and a spent allowance can’t be told apart by time (DESIGN §3.4).
 */
export async function leaveOnGrid(clock: Clock, startedMs: number): Promise<void> {
  await wait(untilGridMs(clock.monotonicMs() - startedMs));
}

/** Milliseconds from `elapsedMs` to the next line of the grid. */
export function untilGridMs(elapsedMs: number): number {
  return Math.ceil(elapsedMs / gridMs) * gridMs - elapsedMs;
}

import type { LoopLimits } from './loop-limits.ts';

/**
 * Milliseconds to wait after the nth failure in a row: doubled each time up to the longest, of which a random half is
 * taken off, so that the tills of a town do not all come back in the same instant.
 *
 * @param failuresInRow 1 after the first failure.
 * @param randomFraction 0 to 1.
 */
export function backOffMs(failuresInRow: number, randomFraction: number, limits: LoopLimits): number {
  const doubled = limits.firstBackOffMs * 2 ** Math.min(failuresInRow - 1, 30);
  const fullMs = Math.min(doubled, limits.longestBackOffMs);
  return Math.max(limits.shortestWaitMs, Math.round(fullMs * (1 - randomFraction / 2)));
}

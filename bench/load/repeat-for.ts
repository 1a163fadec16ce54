import type { LoadResult } from './closed-loop.ts';

/** Repeats work that never waits, on one core, until the time is over. `step` answers how many items it has done. */
export function repeatFor(limitMs: number, step: () => number): Pick<LoadResult, 'served' | 'elapsedMs'> {
  const startMs = performance.now();
  let served = 0;
  let elapsedMs = 0;
  while (elapsedMs < limitMs) {
    served += step();
    elapsedMs = performance.now() - startMs;
  }
  return { served, elapsedMs };
}

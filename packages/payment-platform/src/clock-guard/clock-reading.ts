/** Two clocks and what is remembered of them, read at about the same moment; all in Unix milliseconds. */
export interface ClockReading {
  readonly systemMs: number;
  readonly databaseMs: number;
  /** The highest database time at which service was ever safe; undefined before the first time. */
  readonly highWaterMs: number | undefined;
}

/** Steps are ten seconds long and the window forgives more than this; money and codes are safe below it. */
const maximumDifferenceMs = 2000;

/**
 * Says in one sentence why service must stop, or undefined where both clocks can be believed. Codes are accepted by time:
 * a clock that jumps forward burns honest codes, one that jumps back would let spent time be lived again.
 */
export function unsafeReason({ systemMs, databaseMs, highWaterMs }: ClockReading): string | undefined {
  const differenceMs = Math.round(systemMs - databaseMs);
  if (Math.abs(differenceMs) > maximumDifferenceMs) {
    return `System time and database time differ by ${(differenceMs / 1000).toFixed(1)} seconds.`;
  }
  if (highWaterMs !== undefined && databaseMs < highWaterMs) {
    const behindSeconds = ((highWaterMs - databaseMs) / 1000).toFixed(1);
    return `Database time is ${behindSeconds} seconds behind the time at which this system has worked before.`;
  }
  return undefined;
}

/** True where the wall clock was set since the last look: then it has moved otherwise than the monotonic clock. */
export function wasClockSet(movedWallMs: number, movedMonotonicMs: number): boolean {
  return Math.abs(movedWallMs - movedMonotonicMs) > maximumDifferenceMs;
}

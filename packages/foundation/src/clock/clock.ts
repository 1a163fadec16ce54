/** Time comes from one injected clock, so that tests can move it and no test has to sleep. */
export interface Clock {
  /** Unix time in milliseconds. */
  nowMs(): number;
  /** Milliseconds from an arbitrary origin that never go backwards. */
  monotonicMs(): number;
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
};

/**
 * A stored time that lies farther ahead was written while a clock was ahead. Far more than servers of one database may
 * differ by, or the one that is behind would forget what the other has just counted.
 */
const farthestAheadMs = 60_000;

/**
 * Whether a time that was stored as the present can’t have come yet. What was limited by it would stay limited until
 * that time has passed, so that it counts as if it had not been stored.
 */
export function isFromTheFuture(storedMs: number, nowMs: number): boolean {
  return storedMs > nowMs + farthestAheadMs;
}

/** From when on a stored time counts as from the future, for a condition in SQL. */
export function futureFrom(nowMs: number): Date {
  return new Date(nowMs + farthestAheadMs);
}

/** A clock that a test sets. `advance` moves wall clock and monotonic clock together. */
export function createManualClock(
  startMs: number,
): Clock & { advance(ms: number): void; set(nowMs: number): void } {
  let wallMs = startMs;
  let elapsedMs = 0;
  return {
    nowMs: () => wallMs,
    monotonicMs: () => elapsedMs,
    advance(ms) {
      wallMs += ms;
      elapsedMs += ms;
    },
    set(nowMs) {
      wallMs = nowMs;
    },
  };
}

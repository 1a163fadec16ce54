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

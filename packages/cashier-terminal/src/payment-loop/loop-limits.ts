/** How long the till tries, and how often. */
export interface LoopLimits {
  /** From the start of a payment to the moment when the till stops asking for it and begins to reverse it. */
  readonly payWithinMs: number;
  /** From the first reversal to the moment when the till calls the payment unknown and keeps it for later. */
  readonly reverseWithinMs: number;
  readonly firstBackOffMs: number;
  readonly longestBackOffMs: number;
  /** The least pause before the same question is asked again, whatever the platform says. */
  readonly shortestWaitMs: number;
}

/** A payer waits at a till for three quarters of a minute at most; the large networks ask for 30 to 60 s. */
export const defaultLoopLimits: LoopLimits = {
  payWithinMs: 45_000,
  reverseWithinMs: 30_000,
  firstBackOffMs: 300,
  longestBackOffMs: 5_000,
  shortestWaitMs: 100,
};

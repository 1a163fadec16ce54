/** What the shell is told: one table for every command (docs/operations.md, “Exit codes”). */
export const exitCodes = {
  /** Done, approved, all is well. */
  done: 0,
  /** It could not be done; the sentence says why. */
  failed: 1,
  /** The command line or a setting is wrong; nothing was begun. */
  argumentsWrong: 2,
  /** Whether it was done is not known yet: a payment, a refund, or a change that the operator asked for. */
  unknown: 3,
  /** `tally till`: declined, reversed or closed, a certain end with nothing charged. */
  declined: 4,
  /** `tally verify` and `tally doctor`: they looked, and something is wrong. */
  somethingWrong: 5,
} as const;

/** The code by which a shell says that a signal ended a command: 128 and the signal’s number, 130 for Ctrl-C. */
export function exitCodeOfSignal(signalNumber: number): number {
  return 128 + signalNumber;
}

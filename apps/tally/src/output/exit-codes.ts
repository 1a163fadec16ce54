/** What the shell is told: one table for every command (docs/operations.md, “Exit codes”). */
export const exitCodes = {
  /** Done, approved, all is well. */
  done: 0,
  /** It could not be done; the sentence says why. */
  failed: 1,
  /** The command line or a setting is wrong; nothing was begun. */
  argumentsWrong: 2,
  /** `tally till`: whether the payment was made is not known yet. `tally till recover` finds out. */
  unknown: 3,
  /** `tally till`: declined or reversed, a certain end with nothing charged. */
  declined: 4,
  /** `tally verify` and `tally doctor`: they looked, and something is wrong. */
  somethingWrong: 5,
} as const;

/** The code by which a shell says that a signal ended a command: 128 and the signal’s number, 130 for Ctrl-C. */
export function exitCodeOfSignal(signalNumber: number): number {
  return 128 + signalNumber;
}

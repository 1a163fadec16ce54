/** Exit codes that the commands share; `tally till` has its own, because an outcome is not a failure. */
export const exitCodes = { done: 0, failed: 1, argumentsWrong: 2 } as const;

/**
 * The guards against two requests spending one code, as switches. They are always on: the tests in tests/race turn them
 * off one by one to see which of them holds, because a race test that was never seen to fail is no evidence.
 */
export interface RaceGuards {
  /** `FOR UPDATE` on the credential row: one transaction at a time decides about a credential. */
  readonly rowLock: boolean;
  /** The burn changes the row only where the last accepted step is still the one that was read. */
  readonly conditionalBurn: boolean;
  /** A failure is charged before the code is checked, one request after another. */
  readonly chargeBeforeCheck: boolean;
}

export const allRaceGuards: RaceGuards = { rowLock: true, conditionalBurn: true, chargeBeforeCheck: true };

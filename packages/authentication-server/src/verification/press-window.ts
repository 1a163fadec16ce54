/** The press numbers that are looked at (DESIGN §3.1, credentials of the kind `event`). */

/** A device may have been pressed so often without paying: RFC 4226 section 7.4 calls it the look-ahead window. */
export const pressesAccepted = 20;
/** Spent press numbers for which a code is told that it is spent, rather than that it is wrong. */
export const pressesBehind = 20;
/** How far ahead two consecutive codes bring the server, the second included: RFC 4226 section 7.4. */
export const pressesResynchronised = 200;

/** What every refusal computes beside the accepted presses. */
export const pressesLookedAt = pressesBehind + pressesResynchronised - pressesAccepted;

export interface PressWindow {
  /** The highest press that is accepted by itself. */
  readonly highestPress: number;
  /** The highest press that can be the second of two; alone it is nothing, because its own second would be out of sight. */
  readonly lastPress: number;
  /** Every press that is accepted by itself, ascending. */
  readonly presses: readonly number[];
  /** Those behind, as far as there are any, then those that only resynchronise, ascending. */
  readonly lookPresses: readonly number[];
}

/** The window of a credential whose last accepted press number is given; -1 where there is none. */
export function pressWindowAfter(lastAcceptedPress: number): PressWindow {
  const highestPress = lastAcceptedPress + pressesAccepted;
  const lastPress = lastAcceptedPress + pressesResynchronised;
  const firstBehind = Math.max(0, lastAcceptedPress - pressesBehind + 1);
  return {
    highestPress,
    lastPress,
    presses: range(lastAcceptedPress + 1, highestPress),
    lookPresses: [...range(firstBehind, lastAcceptedPress), ...range(highestPress + 1, lastPress)],
  };
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}

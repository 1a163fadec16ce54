/** Three clocks and what is remembered of them, read at about the same moment. Times are Unix milliseconds. */
export interface ClockReading {
  readonly systemMs: number;
  /** Read together with the system time: milliseconds since an arbitrary moment, of a clock that can’t be set. */
  readonly elapsedMs: number;
  readonly databaseMs: number;
  /** System time minus database time, without the time that the database took to answer. */
  readonly differenceMs: number;
  /** The highest database time that was confirmed; undefined before the first one. */
  readonly highWaterMs: number | undefined;
  /** The change by which an operator last accepted the time (`tally clock accept`). */
  readonly acceptedChangeId: string | undefined;
}

/** What is remembered from one reading to the next. */
export interface ClockState {
  /** System time minus elapsed time when it was last noted: constant while the clock is not set. */
  readonly offsetMs: number;
  readonly offsetNotedAtMs: number;
  /** Elapsed time since which system, database and elapsed time have agreed. */
  readonly agreedSinceMs: number;
  /** They have disagreed, and have not yet agreed for a minute since. */
  readonly isSettling: boolean;
  /** The offset after ten minutes of agreement, which later readings are measured by; undefined before. */
  readonly confirmedOffsetMs: number | undefined;
  readonly acceptedChangeId: string | undefined;
}

export interface UnsafeClock {
  readonly cause: 'differs_from_database' | 'behind' | 'far_ahead' | 'set_forward' | 'settling';
  /** Whether `tally clock accept` ends it. */
  readonly isAcceptable: boolean;
  /** What was found and what to do, in whole sentences. */
  readonly detail: string;
}

export interface ClockJudgement {
  readonly state: ClockState;
  /** Why payments must stop; undefined where the time can be believed. */
  readonly unsafe: UnsafeClock | undefined;
  /** The database time that the high-water mark moves to; undefined where it stays. */
  readonly newHighWaterMs: number | undefined;
}

const dayMs = 86_400_000;

/** How long and how far. `defaultClockLimits` are the ones of docs/operations.md; a test on real time has shorter ones. */
export interface ClockLimits {
  /** Clocks that differ by more disagree. Steps are ten seconds long and the window forgives more than this. */
  readonly toleranceMs: number;
  /** After a disagreement, so long until payments go on. */
  readonly settlingMs: number;
  /** Agreement for so long confirms the time: only then does the mark move. */
  readonly confirmingMs: number;
  /** Farther ahead of the mark the time is not believed at a start. An alias list lasts as long. */
  readonly farthestAheadMs: number;
  /**
   * A running system believes a clock that was set forward by at most this: a virtual machine that was held for a
   * moment.
   */
  readonly longestStepMs: number;
}

export const defaultClockLimits: ClockLimits = {
  toleranceMs: 2_000,
  settlingMs: 60_000,
  confirmingMs: 600_000,
  farthestAheadMs: 400 * dayMs,
  longestStepMs: 300_000,
};

/**
 * Decides whether the time can be believed, and whether it is so certain that the mark moves (docs/adr/0015). Codes are
 * accepted by time: a clock that is ahead refuses honest codes, and one that was set back lets spent time be lived again.
 * A pure function of the reading and of what the former readings have left.
 */
export function judgeClock(
  former: ClockState | undefined,
  reading: ClockReading,
  limits: ClockLimits = defaultClockLimits,
): ClockJudgement {
  const state = nextState(former, reading, limits);
  const unsafe = unsafeBecause(state, reading, limits);
  const isConfirmed = unsafe === undefined && reading.elapsedMs - state.agreedSinceMs >= limits.confirmingMs;
  if (!isConfirmed) return { state, unsafe, newHighWaterMs: undefined };
  return {
    state: { ...state, confirmedOffsetMs: state.offsetMs },
    unsafe,
    newHighWaterMs: reading.databaseMs,
  };
}

/** What the state becomes where a jump was noticed between two readings. */
export function disturbedState(state: ClockState, elapsedMs: number): ClockState {
  return { ...state, agreedSinceMs: elapsedMs, isSettling: true };
}

/** True where the wall clock has moved otherwise than a clock that can’t be set. */
export function wasClockSet(movedWallMs: number, movedElapsedMs: number): boolean {
  return Math.abs(movedWallMs - movedElapsedMs) > defaultClockLimits.toleranceMs;
}

function nextState(former: ClockState | undefined, reading: ClockReading, limits: ClockLimits): ClockState {
  const { elapsedMs, acceptedChangeId } = reading;
  const offsetMs = reading.systemMs - elapsedMs;
  const isFresh = former === undefined || former.acceptedChangeId !== acceptedChangeId;
  const noted = { offsetMs, offsetNotedAtMs: elapsedMs };
  const state = isFresh
    ? {
        ...noted,
        agreedSinceMs: elapsedMs,
        isSettling: false,
        confirmedOffsetMs: undefined,
        acceptedChangeId,
      }
    : former;

  const wasSet = Math.abs(offsetMs - state.offsetMs) > limits.toleranceMs;
  if (wasSet || differsFromDatabase(reading, limits))
    return disturbedState({ ...state, ...noted }, elapsedMs);
  const isSettling = state.isSettling && elapsedMs - state.agreedSinceMs < limits.settlingMs;
  // Noted anew now and then, so that what drifts slowly is not taken for a jump after days.
  const isOld = elapsedMs - state.offsetNotedAtMs >= limits.settlingMs;
  return isOld ? { ...state, ...noted, isSettling } : { ...state, isSettling };
}

function differsFromDatabase({ differenceMs }: ClockReading, { toleranceMs }: ClockLimits): boolean {
  return Math.abs(differenceMs) > toleranceMs;
}

function unsafeBecause(
  state: ClockState,
  reading: ClockReading,
  limits: ClockLimits,
): UnsafeClock | undefined {
  const { systemMs, databaseMs, elapsedMs, highWaterMs } = reading;
  if (differsFromDatabase(reading, limits)) {
    const seconds = (reading.differenceMs / 1000).toFixed(1);
    return {
      cause: 'differs_from_database',
      isAcceptable: false,
      detail: `System time and database time differ by ${seconds} seconds. Set both right (NTP).`,
    };
  }
  if (highWaterMs !== undefined && databaseMs < highWaterMs - limits.toleranceMs) {
    const behind = durationWords(highWaterMs - databaseMs);
    return acceptable(
      'behind',
      `The time is ${behind} behind the highest time at which this system has worked. Set the clock, or wait until that time is reached.`,
    );
  }
  if (highWaterMs !== undefined && databaseMs > highWaterMs + limits.farthestAheadMs) {
    const ahead = durationWords(databaseMs - highWaterMs);
    return acceptable(
      'far_ahead',
      `The time is ${ahead} ahead of the last time at which this system has worked. Set the clock.`,
    );
  }
  const expectedMs = state.confirmedOffsetMs === undefined ? Infinity : state.confirmedOffsetMs + elapsedMs;
  if (systemMs > expectedMs + limits.longestStepMs) {
    const ahead = durationWords(systemMs - expectedMs);
    return acceptable(
      'set_forward',
      `The clock was set forward by ${ahead} while the system ran. Set it back.`,
    );
  }
  if (!state.isSettling) return undefined;
  const detail =
    'The clock was set, or differed from the database’s. Payments go on when it has run evenly for a minute.';
  return { cause: 'settling', isAcceptable: true, detail };
}

function acceptable(cause: UnsafeClock['cause'], words: string): UnsafeClock {
  return {
    cause,
    isAcceptable: true,
    detail: `${words} If the time is right as it is, run tally clock accept.`,
  };
}

/** A length of time for people: seconds, minutes, hours or days, whichever needs few digits. */
export function durationWords(durationMs: number): string {
  const seconds = Math.abs(durationMs) / 1000;
  if (seconds < 120) return `${seconds.toFixed(1)} seconds`;
  if (seconds < 7_200) return `${(seconds / 60).toFixed(0)} minutes`;
  if (seconds < 172_800) return `${(seconds / 3_600).toFixed(0)} hours`;
  return `${(seconds / 86_400).toFixed(0)} days`;
}

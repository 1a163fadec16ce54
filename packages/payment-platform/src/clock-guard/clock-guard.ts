import { TallyError } from '@tallystick/foundation';
import {
  defaultClockLimits,
  disturbedState,
  judgeClock,
  wasClockSet,
  type ClockLimits,
  type ClockState,
} from './judge-clock.ts';
import { readClocks, type ClockSources } from './read-clocks.ts';
import { moveHighWaterMark } from './stored-clock.ts';

/** Stops service while time can’t be believed. */
export interface ClockGuard {
  /**
   * @throws TallyError `clock_unsafe`. Costs no query: it judges by the last look and by the clocks of this process.
   */
  assertClockSafe(): void;
  /** Looks now, after the look that is under way. Throws what the database throws; the last verdict then stands. */
  look(): Promise<void>;
  stop(): void;
}

export interface ClockGuardOptions extends ClockSources {
  /** Told of every change between safe (undefined) and unsafe (why), for the log. */
  readonly onChange?: ((reason: string | undefined) => void) | undefined;
  /** Shorter ones, for tests on real time. */
  readonly limits?: ClockLimits | undefined;
}

interface Stop {
  readonly cause: string;
  readonly detail: string;
}

const intervalMs = 1000;
const retryAfterSeconds = 2;
const notLooked: Stop = { cause: 'not_looked', detail: 'The clocks were not compared yet.' };
const setJustNow: Stop = {
  cause: 'settling',
  detail: 'The system clock was set; it is compared again within a second.',
};

/** For tests that set their own clock, which differs from the database’s on purpose. */
export const trustingClockGuard: ClockGuard = {
  assertClockSafe: () => undefined,
  look: () => Promise.resolve(),
  stop: () => undefined,
};

/**
 * Looks at once and then every second. Unsafe until the first look has ended well; what is unsafe, and for how long, is
 * decided by `judgeClock`. The next look notices that an operator has run `tally clock accept`.
 */
export function startClockGuard(options: ClockGuardOptions): ClockGuard {
  const { clock, database, schema, onChange, limits = defaultClockLimits } = options;
  const elapsedMs = options.elapsedMs ?? clock.monotonicMs;
  let state: ClockState | undefined;
  let stop: Stop | undefined = notLooked;
  let last = readHere();
  let looking: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  function readHere() {
    return { wallMs: clock.nowMs(), monotonicMs: clock.monotonicMs(), elapsedMs: elapsedMs() };
  }

  function become(next: Stop | undefined): void {
    if (next?.cause !== stop?.cause) onChange?.(next?.detail);
    stop = next;
  }

  async function lookNow(): Promise<void> {
    const reading = await readClocks(options);
    const judgement = judgeClock(state, reading, limits);
    state = judgement.state;
    last = readHere();
    become(judgement.unsafe);
    const { newHighWaterMs: databaseMs } = judgement;
    if (databaseMs !== undefined) await moveHighWaterMark(database, { ...reading, databaseMs }, schema);
  }

  function look(): Promise<void> {
    const next = looking.then(lookNow);
    looking = next.catch(() => undefined);
    return next;
  }

  async function lookAgainAndAgain(): Promise<void> {
    // A database that is away is told to everybody who asks for it; here it only means that nothing new is known.
    await look().catch(() => undefined);
    if (stopped) return;
    timer = setTimeout(() => void lookAgainAndAgain(), intervalMs).unref();
  }
  void lookAgainAndAgain();

  /** Most calls end at the first line: the monotonic clock is read without a system call, the other one from a file. */
  function wasSetSinceLastLook(): boolean {
    const movedMs = clock.nowMs() - last.wallMs;
    if (!wasClockSet(movedMs, clock.monotonicMs() - last.monotonicMs)) return false;
    return wasClockSet(movedMs, elapsedMs() - last.elapsedMs);
  }

  return {
    look,
    assertClockSafe() {
      if (wasSetSinceLastLook()) {
        // It counts even where the clock is back before the next look.
        if (state !== undefined) state = disturbedState(state, elapsedMs());
        if (stop === undefined) become(setJustNow);
      }
      if (stop === undefined) return;
      throw new TallyError('clock_unsafe', { detail: stop.detail, retryAfterSeconds });
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

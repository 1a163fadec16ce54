import { TallyError } from '@tallystick/foundation';
import type { PlatformContext } from '../platform-context.ts';
import { unsafeReason, wasClockSet } from './clock-reading.ts';
import { moveHighWaterMark, readStoredClock, type ClockSchema } from './stored-clock.ts';

/** Stops service while time can’t be believed. */
export interface ClockGuard {
  /** @throws TallyError `clock_unsafe`. Costs no query: it judges by the last look and by the clocks of this process. */
  assertClockSafe(): void;
  /** Looks now. Throws what the database throws; the verdict of the last look then stands. */
  look(): Promise<void>;
  stop(): void;
}

export interface ClockGuardOptions extends PlatformContext {
  /** Told of every change between safe (undefined) and unsafe (why), for the log. */
  readonly onChange?: ((reason: string | undefined) => void) | undefined;
  /** Where the highest time is kept; with the platform’s rows where it is left out. */
  readonly schema?: ClockSchema;
}

const intervalMs = 1000;
const retryAfterSeconds = 2;

/** For tests that set their own clock, which differs from the database’s on purpose. */
export const trustingClockGuard: ClockGuard = {
  assertClockSafe: () => undefined,
  look: () => Promise.resolve(),
  stop: () => undefined,
};

/** Looks at once and then every second. Unsafe until the first look has ended well; comes back by itself. */
export function startClockGuard({ database, clock, onChange, schema }: ClockGuardOptions): ClockGuard {
  let reason: string | undefined = 'The clocks were not compared yet.';
  let lastWallMs = clock.nowMs();
  let lastMonotonicMs = clock.monotonicMs();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function look(): Promise<void> {
    const beforeMs = clock.nowMs();
    const stored = await readStoredClock(database, schema);
    const afterMs = clock.nowMs();
    // The database answered somewhere in between, so the system time nearest to its answer is the fair one to compare.
    const systemMs = Math.min(Math.max(stored.databaseMs, beforeMs), afterMs);
    const newReason = unsafeReason({ ...stored, systemMs });
    lastWallMs = afterMs;
    lastMonotonicMs = clock.monotonicMs();
    if (newReason !== reason) onChange?.(newReason);
    reason = newReason;
    if (reason === undefined) await moveHighWaterMark(database, stored.databaseMs, schema);
  }

  async function lookAgainAndAgain(): Promise<void> {
    // A database that is away is told to everybody who asks for it; here it only means that nothing new is known.
    await look().catch(() => undefined);
    if (stopped) return;
    timer = setTimeout(() => void lookAgainAndAgain(), intervalMs).unref();
  }
  void lookAgainAndAgain();

  return {
    look,
    assertClockSafe() {
      const wasSet = wasClockSet(clock.nowMs() - lastWallMs, clock.monotonicMs() - lastMonotonicMs);
      const detail =
        reason ?? (wasSet ? 'The system clock was set; it is compared again within a second.' : undefined);
      if (detail !== undefined) throw new TallyError('clock_unsafe', { detail, retryAfterSeconds });
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

import type { Clock } from '@tallystick/foundation';
import type { Database } from '@tallystick/postgres';
import type { ClockReading } from './judge-clock.ts';
import { readStoredClock, type ClockSchema } from './stored-clock.ts';

/** Where the clocks are read: this process, its machine, and the database. */
export interface ClockSources {
  readonly database: Database;
  readonly clock: Clock;
  /** Where the high-water mark is kept; with the platform’s rows where it is left out. */
  readonly schema?: ClockSchema | undefined;
  /**
   * Milliseconds of a clock that can’t be set and that counts while the machine sleeps. The monotonic clock where it is left
   * out: it stands still meanwhile, so that a machine which wakes up looks as if its clock had been set.
   */
  readonly elapsedMs?: (() => number) | undefined;
}

/** Reads every clock once, in one statement. Throws what the database throws. */
export async function readClocks({
  database,
  clock,
  schema,
  elapsedMs = clock.monotonicMs,
}: ClockSources): Promise<ClockReading> {
  const beforeMs = clock.nowMs();
  const stored = await readStoredClock(database, schema);
  const systemMs = clock.nowMs();
  // The database answered somewhere in between, so the system time nearest to its answer is the fair one to compare.
  const nearestMs = Math.min(Math.max(stored.databaseMs, beforeMs), Math.max(beforeMs, systemMs));
  return { ...stored, systemMs, elapsedMs: elapsedMs(), differenceMs: nearestMs - stored.databaseMs };
}

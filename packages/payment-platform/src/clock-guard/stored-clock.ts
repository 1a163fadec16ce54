import type { Database } from '@tallystick/postgres';

interface ClockRow {
  readonly database_ms: number;
  readonly high_water_ms: number | null;
  readonly accepted_change_id: string | null;
}

/** Each server keeps its mark in its own schema. */
export type ClockSchema = 'platform' | 'authentication';

export interface StoredClock {
  readonly databaseMs: number;
  readonly highWaterMs: number | undefined;
  /** The row of `changes` by which an operator last accepted the time. */
  readonly acceptedChangeId: string | undefined;
}

/** Reads the database’s clock and the high-water mark in one statement; the mark is older than the clock’s answer. */
export async function readStoredClock(
  database: Database,
  schema: ClockSchema = 'platform',
): Promise<StoredClock> {
  const [row] = await database.query<ClockRow>({
    name: `${schema}.read_clock`,
    text: `SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS database_ms,
        (extract(epoch FROM mark.high_water) * 1000)::float8 AS high_water_ms, mark.accepted_change_id
      FROM (VALUES (true)) AS one (singleton) LEFT JOIN ${schema}.clock_mark AS mark USING (singleton)`,
    values: [],
  });
  if (row === undefined) throw new Error('a left join from one row gives one row');
  return {
    databaseMs: row.database_ms,
    highWaterMs: row.high_water_ms ?? undefined,
    acceptedChangeId: row.accepted_change_id ?? undefined,
  };
}

/**
 * Moves the mark forward to a database time that was confirmed; never back, whichever server comes last, and not where an
 * operator has accepted another time since the reading.
 */
export async function moveHighWaterMark(
  database: Database,
  { databaseMs, acceptedChangeId }: Pick<StoredClock, 'databaseMs' | 'acceptedChangeId'>,
  schema: ClockSchema = 'platform',
): Promise<void> {
  await database.query({
    name: `${schema}.move_clock_mark`,
    text: `INSERT INTO ${schema}.clock_mark AS mark (singleton, high_water) VALUES (true, $1)
      ON CONFLICT (singleton) DO UPDATE SET high_water = EXCLUDED.high_water
      WHERE mark.high_water < EXCLUDED.high_water AND mark.accepted_change_id IS NOT DISTINCT FROM $2::uuid`,
    values: [new Date(databaseMs), acceptedChangeId ?? null],
  });
}

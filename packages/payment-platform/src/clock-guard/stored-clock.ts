import type { Database } from '@tallystick/postgres';

interface ClockRow {
  readonly database_ms: number;
  readonly high_water_ms: number | null;
}

/** Each server keeps its mark in its own schema. */
export type ClockSchema = 'platform' | 'authentication';

/** Reads the database’s clock and the high-water mark in one statement; the mark is older than the clock’s answer. */
export async function readStoredClock(
  database: Database,
  schema: ClockSchema = 'platform',
): Promise<{ readonly databaseMs: number; readonly highWaterMs: number | undefined }> {
  const [row] = await database.query<ClockRow>({
    name: `${schema}.read_clock`,
    text: `SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS database_ms,
        (SELECT (extract(epoch FROM high_water) * 1000)::float8 FROM ${schema}.clock_mark) AS high_water_ms`,
    values: [],
  });
  if (row === undefined) throw new Error('a SELECT without FROM gives one row');
  return { databaseMs: row.database_ms, highWaterMs: row.high_water_ms ?? undefined };
}

/** Moves the mark forward to a database time that was found safe; never back, whichever server comes last. */
export async function moveHighWaterMark(
  database: Database,
  databaseMs: number,
  schema: ClockSchema = 'platform',
): Promise<void> {
  await database.query({
    name: `${schema}.move_clock_mark`,
    text: `INSERT INTO ${schema}.clock_mark AS mark (singleton, high_water) VALUES (true, $1)
      ON CONFLICT (singleton) DO UPDATE SET high_water = EXCLUDED.high_water
      WHERE mark.high_water < EXCLUDED.high_water`,
    values: [new Date(databaseMs)],
  });
}

import { uuidV7 } from '@tallystick/foundation';
import type { Database } from '@tallystick/postgres';
import type { ClockSchema } from './stored-clock.ts';

export interface ClockAcceptance {
  /** Of the row in `changes`. */
  readonly changeId: string;
  readonly changedAt: Date;
  /** The high-water mark before; null where there was none. It is now `changedAt`. */
  readonly highWaterBefore: Date | null;
}

/** Who accepts the time, and why. */
export interface ClockAcceptor {
  /** Such as `user:alice@kiosk-1`. */
  readonly actor: string;
  readonly reason: string | null;
}

/**
 * Takes the database’s present time for right: the high-water mark is moved to it, forward or back, and who did that is
 * added to `changes`, in one commit. Servers that run on the database notice within a second and begin anew from there.
 */
export async function acceptClock(
  database: Database,
  schema: ClockSchema,
  { actor, reason }: ClockAcceptor,
): Promise<ClockAcceptance> {
  return database.transaction(async (transaction) => {
    const [row] = await transaction.read<{ readonly now: Date; readonly high_water: Date | null }>({
      name: `${schema}.lock_clock_mark`,
      text: `SELECT clock_timestamp() AS now,
          (SELECT high_water FROM ${schema}.clock_mark WHERE singleton FOR UPDATE) AS high_water`,
      values: [],
    });
    if (row === undefined) throw new Error('a SELECT without FROM gives one row');
    const { now, high_water: highWaterBefore } = row;
    const changeId = uuidV7(now.getTime());
    transaction.write(
      {
        name: `${schema}.accept_clock`,
        text: `INSERT INTO ${schema}.clock_mark (singleton, high_water, accepted_change_id) VALUES (true, $1, $2)
          ON CONFLICT (singleton) DO UPDATE SET high_water = $1, accepted_change_id = $2`,
        values: [now, changeId],
      },
      1,
    );
    transaction.write(
      {
        name: `${schema}.record_change`,
        text: `INSERT INTO ${schema}.changes (change_id, changed_at, actor, action, object, before, after, reason)
          VALUES ($1, $2, $3, 'clock.accept', 'clock_mark', $4::jsonb, $5::jsonb, $6)`,
        values: [changeId, now, actor, highWaterJson(highWaterBefore), highWaterJson(now), reason],
      },
      1,
    );
    return { changeId, changedAt: now, highWaterBefore };
  });
}

function highWaterJson(highWater: Date | null): string {
  return JSON.stringify({ highWater: highWater === null ? null : highWater.toISOString() });
}

import { allBuckets, futureFrom } from '@tallystick/foundation';
import type { Database } from '@tallystick/postgres';
import type { BucketedContext } from '../platform-context.ts';
import { suspectWithinMs } from './recent-payments.ts';

/** A table that is keyed by what makes two payments look like one, and so holds aliases. */
export interface LikenessTable {
  /** Fixed words of ours, which become part of a statement. */
  readonly name: 'recent_payments' | 'payments_in_work';
  readonly time: 'approved_at' | 'claimed_at';
  readonly keptMs: number;
}

/** Few enough that a payment which wants one of the rows waits for some milliseconds only. */
const atOnce = 5_000;
const maximumRounds = 200;

/** Deletes what is no longer recent. */
export function forgetRecentPayments(context: BucketedContext): Promise<void> {
  return forgetLikenesses(context, { name: 'recent_payments', time: 'approved_at', keptMs: suspectWithinMs });
}

/**
 * Deletes what is older than it is of use, and what was written while the clock was ahead, so that no alias is kept
 * longer than it is needed. Rows that a batch writes are left for the next time.
 */
export async function forgetLikenesses(context: BucketedContext, table: LikenessTable): Promise<void> {
  const nowMs = context.clock.nowMs();
  const kept = { from: new Date(nowMs - table.keptMs), to: futureFrom(nowMs) };
  for (const bucket of allBuckets(context.bucketCount))
    await forgetOfBucket(context.database, bucket, table, kept);
}

async function forgetOfBucket(
  database: Database,
  bucket: number,
  { name, time }: LikenessTable,
  kept: { readonly from: Date; readonly to: Date },
): Promise<void> {
  for (let round = 0; round < maximumRounds; round += 1) {
    const [row] = await database.query<{ readonly deleted: number }>({
      name: `platform.forget_${name}`,
      text: `WITH old AS (
          SELECT till_number, alias, currency, amount FROM platform.${name}
          WHERE bucket = $1 AND (${time} < $2 OR ${time} > $3) LIMIT $4 FOR UPDATE SKIP LOCKED
        ), deleted AS (
          DELETE FROM platform.${name} AS likeness USING old
          WHERE likeness.bucket = $1 AND likeness.till_number = old.till_number
            AND likeness.alias = old.alias AND likeness.currency = old.currency AND likeness.amount = old.amount
          RETURNING 1
        ) SELECT count(*)::integer AS deleted FROM deleted`,
      values: [bucket, kept.from, kept.to, atOnce],
    });
    if ((row?.deleted ?? 0) < atOnce) return;
  }
}

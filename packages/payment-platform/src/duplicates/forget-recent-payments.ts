import type { PlatformContext } from '../platform-context.ts';
import { suspectWithinMs } from './recent-payments.ts';

/** Few enough that a payment which wants one of the rows waits for some milliseconds only. */
const atOnce = 5_000;
const maximumRounds = 200;

/**
 * Deletes what is no longer recent, so that no alias is kept longer than it is needed. Rows that a batch is writing are
 * left for the next time.
 */
export async function forgetRecentPayments({ database, clock }: PlatformContext): Promise<void> {
  const before = new Date(clock.nowMs() - suspectWithinMs);
  for (let round = 0; round < maximumRounds; round += 1) {
    const [row] = await database.query<{ readonly deleted: number }>({
      name: 'platform.forget_recent_payments',
      text: `WITH old AS (
          SELECT bucket, till_number, alias, currency, amount FROM platform.recent_payments
          WHERE approved_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED
        ), deleted AS (
          DELETE FROM platform.recent_payments AS recent USING old
          WHERE recent.bucket = old.bucket AND recent.till_number = old.till_number AND recent.alias = old.alias
            AND recent.currency = old.currency AND recent.amount = old.amount RETURNING 1
        ) SELECT count(*)::integer AS deleted FROM deleted`,
      values: [before, atOnce],
    });
    if ((row?.deleted ?? 0) < atOnce) return;
  }
}

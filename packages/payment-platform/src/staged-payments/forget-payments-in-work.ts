import type { PlatformContext } from '../platform-context.ts';

/** Claims end within two minutes; a row that is older stands for no payment that is being decided. */
const keptMs = 300_000;

/** Deletes what stands for no open payment any more, so that no alias is kept longer than it is needed. */
export async function forgetPaymentsInWork({ database, clock }: PlatformContext): Promise<void> {
  await database.query({
    name: 'platform.forget_payments_in_work',
    text: `DELETE FROM platform.payments_in_work AS known USING (
        SELECT bucket, till_number, alias, currency, amount FROM platform.payments_in_work
        WHERE claimed_at < $1 LIMIT 5000 FOR UPDATE SKIP LOCKED) AS old
      WHERE known.bucket = old.bucket AND known.till_number = old.till_number AND known.alias = old.alias
        AND known.currency = old.currency AND known.amount = old.amount`,
    values: [new Date(clock.nowMs() - keptMs)],
  });
}

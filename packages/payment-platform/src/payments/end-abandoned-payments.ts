import type { PlatformContext } from '../platform-context.ts';
import { closeOpenPayment } from './close-open-payment.ts';
import { readPayment } from './payment-rows.ts';

/**
 * A code that was early is past by then under every rule of the window, so that nothing but a decline can come of its
 * payment any more.
 */
const abandonedAfterMs = 300_000;
/** As many as one round ends; the next round is a minute later. */
const atOnce = 200;
const onlyBucket = 0;

/**
 * Ends payments that stayed open because their till never came back: declined `reversed`, as if the till had closed them,
 * and what they had reserved goes back to their orders, which would be busy for ever. It never approves. Two servers that
 * end the same one are told apart by the row.
 */
export async function endAbandonedPayments({ database, clock }: PlatformContext): Promise<void> {
  const rows = await database.query<{ readonly merchant_id: string; readonly payment_id: string }>({
    name: 'platform.find_abandoned_payments',
    text: `SELECT merchant_id, payment_id FROM platform.payments
      WHERE bucket = $1 AND state = 'open' AND claimed_at < $2 ORDER BY claimed_at LIMIT $3`,
    values: [onlyBucket, new Date(clock.nowMs() - abandonedAfterMs), atOnce],
  });
  for (const row of rows) {
    await database.transaction(async (transaction) => {
      const stored = await readPayment(transaction, onlyBucket, row.merchant_id, row.payment_id);
      if (stored?.state !== 'open') return;
      const now = new Date(Math.floor(clock.nowMs() / 1000) * 1000);
      await closeOpenPayment(transaction, onlyBucket, stored, now);
    });
  }
}

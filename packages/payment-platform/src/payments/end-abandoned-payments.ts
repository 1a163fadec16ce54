import { allBuckets, futureFrom } from '@tallystick/foundation';
import type { BucketedContext } from '../platform-context.ts';
import { closeOpenPayment } from './close-open-payment.ts';
import { readPayment } from './payment-rows.ts';

/**
 * A code that was early is past by then under every rule of the window, so that nothing but a decline can come of its
 * payment any more.
 */
const defaultAbandonedAfterMs = 300_000;
const atOnce = 200;
/** The next round is a minute later at most. */
const maximumRounds = 50;

/**
 * Ends payments that stayed open because their till never came back: declined `reversed`, as if the till had closed
 * them, and what they had reserved goes back to their orders, which would be busy for ever. One that was claimed while
 * the clock was ahead is among them: its order would be busy until that time has passed. It never approves. Two servers
 * that end the same one are told apart by the row.
 */
export async function endAbandonedPayments(
  context: BucketedContext,
  abandonedAfterMs: number = defaultAbandonedAfterMs,
): Promise<void> {
  const nowMs = context.clock.nowMs();
  const before = new Date(nowMs - abandonedAfterMs);
  for (const bucket of allBuckets(context.bucketCount))
    await endOfBucket(context, bucket, before, futureFrom(nowMs));
}

async function endOfBucket(
  context: BucketedContext,
  bucket: number,
  before: Date,
  future: Date,
): Promise<void> {
  for (let round = 0; round < maximumRounds; round += 1) {
    const rows = await context.database.query<AbandonedRow>({
      name: 'platform.find_abandoned_payments',
      text: `SELECT merchant_id, payment_id FROM platform.payments
        WHERE bucket = $1 AND state = 'open' AND (claimed_at < $2 OR claimed_at > $3)
        ORDER BY claimed_at LIMIT $4`,
      values: [bucket, before, future, atOnce],
    });
    for (const row of rows) await endOne(context, bucket, row);
    if (rows.length < atOnce) return;
  }
}

interface AbandonedRow {
  readonly merchant_id: string;
  readonly payment_id: string;
}

async function endOne(
  { database, clock, bucketCount }: BucketedContext,
  bucket: number,
  row: AbandonedRow,
): Promise<void> {
  await database.transaction(async (transaction) => {
    const stored = await readPayment(transaction, bucket, row.merchant_id, row.payment_id);
    if (stored?.state !== 'open') return;
    const now = new Date(Math.floor(clock.nowMs() / 1000) * 1000);
    await closeOpenPayment(transaction, { bucket, bucketCount }, stored, now);
  });
}

import type { Clock } from '@tallystick/foundation';
import type { Transaction } from '@tallystick/postgres';
import { readRecentPayments } from '../duplicates/recent-payments.ts';
import { lockOrders } from '../orders/lock-orders.ts';
import { admitByClaims, type KnownClaims } from './admit-by-claims.ts';
import type { CodesInTransaction } from '@tallystick/verification-contract';
import { answersInOrder, freshAnswer } from './answers-in-order.ts';
import { bookVerified } from './book-verified.ts';
import { claimKey, readClaims } from './claims.ts';
import { isWithoutOrder, orderNamedBy, type PaymentAnswer, type PaymentRequest } from './payment.ts';
import type { SeenKeys } from './seen-keys.ts';
import { toVerification } from './to-verification.ts';

export interface PayBatchParts {
  readonly clock: Clock;
  readonly codes: Pick<CodesInTransaction, 'lockBatch'>;
  readonly bucketCount: number;
  /** The claims that were named before: the first time one is taken to be new (docs/adr/0013). */
  readonly seenClaims: SeenKeys;
  /** Throws `clock_unsafe` while time can’t be believed. */
  readonly assertClockSafe: () => void;
}

/**
 * Decides a batch of payments of one bucket in one transaction: claim, burn, decision, entries and outcome are one commit
 * (DESIGN §3.6). Locks are taken in one order everywhere: credentials, orders, payer accounts, payment ids, clearing
 * accounts.
 */
export async function payBatch(
  parts: PayBatchParts,
  transaction: Transaction,
  bucket: number,
  requests: readonly PaymentRequest[],
): Promise<readonly PaymentAnswer[]> {
  const nowMs = parts.clock.nowMs();
  const seen = requests.filter(({ merchantId, paymentId }) =>
    parts.seenClaims.mark(claimKey(merchantId, paymentId)),
  );
  // The locks are asked for first, so that the claims are read behind them.
  const [locked, orders, recent, stored] = await Promise.all([
    parts.codes.lockBatch(transaction, bucket, requests.map(toVerification)),
    lockOrders(transaction, parts.bucketCount, requests.flatMap(orderNamedBy), new Date(nowMs)),
    readRecentPayments(transaction, bucket, requests.filter(isWithoutOrder), nowMs),
    readClaims(transaction, bucket, seen),
  ]);
  const known: KnownClaims = {
    stored,
    isRead: (request) => seen.includes(request),
    read: (unread) => readClaims(transaction, bucket, unread),
  };
  // The locks may have been waited for, and the clock set meanwhile.
  parts.assertClockSafe();
  const now = new Date(parts.clock.nowMs());
  const { claims, batch } = await admitByClaims(requests, known, { orders, recent: recent.inTheWay }, now);
  const verdicts = locked.verify(batch.admitted);
  const verified = batch.admitted.map((index, position) => ({
    request: requests[index]!,
    verdict: verdicts[position]!,
    wasOpen: claims.open.has(index),
  }));

  const decided = await bookVerified(parts, transaction, bucket, verified, {
    declined: batch.declined,
    before: orders,
    reserved: batch.orders,
    likenesses: recent.stored,
  });
  const answers = new Map([...claims.answered, ...batch.answered]);
  batch.admitted.forEach((index, position) => {
    answers.set(index, freshAnswer(decided[position]!, verified[position]!.verdict));
  });
  return answersInOrder(requests, answers, claims);
}

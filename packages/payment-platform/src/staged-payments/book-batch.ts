import type { Clock } from '@tallystick/foundation';
import type { Transaction } from '@tallystick/postgres';
import { readStoredLikenesses } from '../duplicates/recent-payments.ts';
import { lockOrders } from '../orders/lock-orders.ts';
import { settleOrders } from '../orders/settle-orders.ts';
import { readClaims, sortByClaim } from '../payments/claims.ts';
import {
  asRepeat,
  bookVerified,
  freshAnswer,
  isWithoutOrder,
  orderNamedBy,
  toSettled,
  type Verified,
} from '../payments/pay-batch.ts';
import type { PaymentAnswer } from '../payments/payment.ts';
import { endLateClaims } from './end-late-claims.ts';

/**
 * The third of three stages (DESIGN §3.6, “Split”): decides and books payments whose codes were verified, in one commit. The
 * fence stands here: a claim is moved on only while it is open for the same request, so that of a booking and a reversal, a
 * closing or the janitor the first to commit has decided, and the other finds it so.
 */
export async function bookBatch(
  parts: { readonly clock: Clock; readonly bucketCount: number },
  transaction: Transaction,
  bucket: number,
  items: readonly Verified[],
): Promise<readonly PaymentAnswer[]> {
  const now = new Date(parts.clock.nowMs());
  const requests = items.map(({ request }) => request);
  const [before, likenesses, stored] = await Promise.all([
    lockOrders(transaction, parts.bucketCount, requests.flatMap(orderNamedBy), now),
    readStoredLikenesses(transaction, bucket, requests.filter(isWithoutOrder)),
    readClaims(transaction, bucket, requests),
  ]);
  const { timely, late } = endLateClaims(requests, sortByClaim(requests, stored), stored, now);
  if (timely.undecided.some((index) => !timely.open.has(index)))
    throw new Error('a code was verified for a payment id that nobody has claimed');
  const ended = [...late.values()];
  const verified = timely.undecided.map((index) => items[index]!);
  const decided = await bookVerified(parts, transaction, bucket, verified, {
    declined: ended,
    before,
    likenesses,
    reserved: settleOrders(before, ended.flatMap(toSettled)),
  });

  const answers = new Map<number, PaymentAnswer>(timely.answered);
  for (const [index, { payment }] of late) {
    if (payment !== null) answers.set(index, { kind: 'final', payment, isRepeat: false });
  }
  timely.undecided.forEach((index, position) => {
    answers.set(index, freshAnswer(decided[position]!, items[index]!.verdict));
  });
  for (const [index, leader] of timely.followers) answers.set(index, asRepeat(answers.get(leader)!));
  return requests.map((_, index) => answers.get(index)!);
}

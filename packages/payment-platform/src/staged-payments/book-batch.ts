import type { Transaction } from '@tallystick/postgres';
import { readStoredLikenesses } from '../duplicates/recent-payments.ts';
import { lockOrders } from '../orders/lock-orders.ts';
import { settleDecided } from '../orders/settle-orders.ts';
import { answersInOrder, freshAnswer } from '../payments/answers-in-order.ts';
import { bookVerified, type BookingParts, type Verified } from '../payments/book-verified.ts';
import { readClaims, sortByClaim } from '../payments/claims.ts';
import { isWithoutOrder, orderNamedBy, type PaymentAnswer } from '../payments/payment.ts';
import { endLateClaims } from './end-late-claims.ts';

/**
 * The third of three stages (DESIGN §3.6, “Split”): decides and books payments whose codes were verified, in one commit. The
 * fence stands here: a claim is moved on only while it is open for the same request, so that of a booking and a reversal, a
 * closing or the janitor the first to commit has decided, and the other finds it so.
 */
export async function bookBatch(
  parts: BookingParts,
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
  const { claims, ended } = endLateClaims(requests, sortByClaim(requests, stored), stored, now);
  if (claims.undecided.some((index) => !claims.open.has(index)))
    throw new Error('a code was verified for a payment id that nobody has claimed');
  const verified = claims.undecided.map((index) => items[index]!);
  const decided = await bookVerified(parts, transaction, bucket, verified, {
    declined: ended,
    before,
    likenesses,
    reserved: settleDecided(before, ended),
  });

  const answers = new Map(claims.answered);
  claims.undecided.forEach((index, position) => {
    answers.set(index, freshAnswer(decided[position]!, items[index]!.verdict));
  });
  return answersInOrder(requests, answers, claims);
}

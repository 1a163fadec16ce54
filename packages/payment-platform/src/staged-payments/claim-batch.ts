import { TallyError } from '@tallystick/foundation';
import type { Transaction } from '@tallystick/postgres';
import { readRecentPayments } from '../duplicates/recent-payments.ts';
import { lockOrders } from '../orders/lock-orders.ts';
import { settleDecided } from '../orders/settle-orders.ts';
import { recordOutcome } from '../outcomes/record-outcome.ts';
import { admitBatch } from '../payments/admit-batch.ts';
import type { CodesApart } from '@tallystick/verification-contract';
import { asRepeat } from '../payments/answers-in-order.ts';
import type { BookingParts } from '../payments/book-verified.ts';
import { readClaims, sortByClaim } from '../payments/claims.ts';
import {
  isWithoutOrder,
  orderNamedBy,
  type PaymentAnswer,
  type PaymentRequest,
} from '../payments/payment.ts';
import { endLateClaims } from './end-late-claims.ts';
import { readPaymentsInWork, writePaymentsInWork } from './payments-in-work.ts';

export interface ClaimBatchParts extends BookingParts {
  readonly codes: CodesApart;
}

/** What becomes of a request before any code is verified. */
export type ClaimResult =
  | { readonly kind: 'answered'; readonly answer: PaymentAnswer }
  /** Its claim is stored and open: the code is to be verified. */
  | { readonly kind: 'claimed' }
  /** The authentication server can’t be asked now. Nothing is stored. */
  | { readonly kind: 'unavailable'; readonly error: TallyError };

/**
 * The first of three stages (DESIGN §3.6, “Split”): claims the payment ids of a batch, reserves amounts on orders, and keeps
 * out what must not be verified. Locks are taken in the one order: orders, payment ids, payments in work.
 */
export async function claimBatch(
  { clock, codes, bucketCount }: ClaimBatchParts,
  transaction: Transaction,
  bucket: number,
  requests: readonly PaymentRequest[],
): Promise<readonly ClaimResult[]> {
  const now = new Date(clock.nowMs());
  const withoutOrder = requests.filter(isWithoutOrder);
  // In this order: claims are read behind the locks of their orders, and recent payments after those in work.
  const [before, inWork, recent, stored] = await Promise.all([
    lockOrders(transaction, bucketCount, requests.flatMap(orderNamedBy), now),
    readPaymentsInWork(transaction, bucket, withoutOrder),
    readRecentPayments(transaction, bucket, withoutOrder, now.getTime()),
    readClaims(transaction, bucket, requests),
  ]);
  const { claims, ended } = endLateClaims(requests, sortByClaim(requests, stored), stored, now);
  const settled = settleDecided(before, ended);
  const inTheWay = { orders: settled, recent: recent.inTheWay, inWork: inWork.open };
  const batch = admitBatch(requests, claims, inTheWay, now);
  const error = batch.admitted.length === 0 ? undefined : unavailability(codes);

  const toVerify = error === undefined ? batch.admitted : [];
  const claimed = toVerify
    .filter((index) => !claims.open.has(index))
    .map((index) => ({ request: requests[index]!, payment: null, wasOpen: false }));
  const payments = [...ended, ...batch.declined, ...claimed];
  recordOutcome(transaction, {
    bucket,
    at: now,
    decision: { kind: 'payments', payments, likenesses: recent.stored },
    orders: { bucketCount, before, after: error === undefined ? batch.orders : settled },
    booking: null,
  });
  const inWorkNow = toVerify.map((index) => requests[index]!).filter(isWithoutOrder);
  writePaymentsInWork(transaction, bucket, inWorkNow, inWork, now);

  const results = new Map<number, ClaimResult>();
  for (const [index, answer] of [...claims.answered, ...batch.answered])
    results.set(index, { kind: 'answered', answer });
  for (const index of batch.admitted)
    results.set(index, error === undefined ? { kind: 'claimed' } : { kind: 'unavailable', error });
  for (const [index, leader] of claims.followers) results.set(index, repeated(results.get(leader)!));
  return requests.map((_, index) => results.get(index)!);
}

/** Why no code can be verified now; undefined where it can. */
function unavailability(codes: CodesApart): TallyError | undefined {
  try {
    codes.assertAvailable();
    return undefined;
  } catch (error) {
    if (error instanceof TallyError) return error;
    throw error;
  }
}

function repeated(result: ClaimResult): ClaimResult {
  return result.kind === 'answered' ? { kind: 'answered', answer: asRepeat(result.answer) } : result;
}

import { TallyError, type Clock } from '@tallystick/foundation';
import type { Transaction } from '@tallystick/postgres';
import { readRecentPayments } from '../duplicates/recent-payments.ts';
import { lockOrders } from '../orders/lock-orders.ts';
import { settleOrders } from '../orders/settle-orders.ts';
import { writeOrders } from '../orders/write-orders.ts';
import { admitBatch } from '../payments/admit-batch.ts';
import type { CodesApart } from '@tallystick/verification-contract';
import { readClaims, sortByClaim } from '../payments/claims.ts';
import { asRepeat, isWithoutOrder, orderNamedBy, toSettled } from '../payments/pay-batch.ts';
import type { PaymentAnswer, PaymentRequest } from '../payments/payment.ts';
import { writePayments } from '../payments/write-payments.ts';
import { endLateClaims } from './end-late-claims.ts';
import { readPaymentsInWork, writePaymentsInWork } from './payments-in-work.ts';

export interface ClaimBatchParts {
  readonly clock: Clock;
  readonly codes: CodesApart;
  readonly bucketCount: number;
}

/** What becomes of a request before any code is verified. */
export type ClaimResult =
  | { readonly kind: 'answered'; readonly answer: PaymentAnswer }
  /** Its claim is stored and open: the code is to be verified. */
  | { readonly kind: 'claimed' }
  /** The authentication server can’t be asked now. Nothing is stored. */
  | { readonly kind: 'unavailable'; readonly error: TallyError };

const claimed: ClaimResult = { kind: 'claimed' };

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
  const { timely, late } = endLateClaims(requests, sortByClaim(requests, stored), stored, now);
  const ended = [...late.values()];
  const orders = settleOrders(before, ended.flatMap(toSettled));
  const batch = admitBatch(requests, timely, { orders, recent: recent.inTheWay, inWork: inWork.open }, now);
  const error = batch.admitted.length === 0 ? undefined : unavailability(codes);

  const isNew = (index: number): boolean => error === undefined && !timely.open.has(index);
  const fresh = batch.admitted.filter(isNew).map((index) => requests[index]!);
  const claims = fresh.map((request) => ({ request, payment: null, wasOpen: false }));
  writePayments(transaction, bucket, [...ended, ...batch.declined, ...claims], now);
  const toVerify = error === undefined ? batch.admitted.map((index) => requests[index]!) : [];
  writePaymentsInWork(transaction, bucket, toVerify.filter(isWithoutOrder), inWork, now);
  writeOrders(transaction, bucketCount, before, error === undefined ? batch.orders : orders);

  const results = new Map<number, ClaimResult>();
  for (const [index, answer] of [...timely.answered, ...batch.answered])
    results.set(index, { kind: 'answered', answer });
  for (const [index, { payment }] of late) {
    if (payment !== null)
      results.set(index, { kind: 'answered', answer: { kind: 'final', payment, isRepeat: false } });
  }
  for (const index of batch.admitted)
    results.set(index, error === undefined ? claimed : { kind: 'unavailable', error });
  for (const [index, leader] of timely.followers) results.set(index, repeated(results.get(leader)!));
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

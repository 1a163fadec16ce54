import type { Verdict, CodesInTransaction } from '@tallystick/verification-contract';
import { uuidV7, type Clock, type DeclineCode } from '@tallystick/foundation';
import type { Transaction } from '@tallystick/postgres';
import { confirm } from '../confirmation/confirm.ts';
import { decideBookings } from '../ledger/decide-bookings.ts';
import { lockPayerAccounts } from '../ledger/lock-payer-accounts.ts';
import { writeBalances, writeEntries } from '../ledger/write-bookings.ts';
import { readRecentPayments, type StoredLikenesses } from '../duplicates/recent-payments.ts';
import { writeRecentPayments } from '../duplicates/write-recent-payments.ts';
import { lockOrders } from '../orders/lock-orders.ts';
import type { OrderState } from '../orders/order.ts';
import { settleOrders, type SettledPayment } from '../orders/settle-orders.ts';
import { writeOrders } from '../orders/write-orders.ts';
import type { AdmittedBatch } from './admit-batch.ts';
import { admitByClaims, type KnownClaims } from './admit-by-claims.ts';
import { claimKey, readClaims, type SortedClaims } from './claims.ts';
import { paymentOfRequest } from './payment-of-request.ts';
import type { FinalPayment, PaymentAnswer, PaymentRequest } from './payment.ts';
import type { SeenKeys } from './seen-keys.ts';
import { toVerification } from './to-verification.ts';
import { writePayments, type DecidedPayment } from './write-payments.ts';

export interface PayBatchParts {
  readonly clock: Clock;
  readonly codes: Pick<CodesInTransaction, 'lockBatch'>;
  readonly bucketCount: number;
  /** The claims that were named before: the first time one is taken to be new (docs/adr/0013). */
  readonly seenClaims: SeenKeys;
}

/** A request of the batch and what the authentication server says of its code. */
export interface Verified extends Pick<DecidedPayment, 'request' | 'wasOpen'> {
  readonly verdict: Verdict;
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
  const now = new Date(parts.clock.nowMs());
  const { claims, batch } = await admitByClaims(requests, known, { orders, recent: recent.inTheWay }, now);
  const verdicts = locked.verify(batch.admitted);
  const verified = batch.admitted.map((index, position) => ({
    request: requests[index]!,
    verdict: verdicts[position]!,
    wasOpen: claims.open.has(index),
  }));

  const toWrite = {
    declined: batch.declined,
    before: orders,
    reserved: batch.orders,
    likenesses: recent.stored,
  };
  const decided = await bookVerified(parts, transaction, bucket, verified, toWrite);
  return answersInOrder(requests, claims, batch, decided, verified);
}

/** What is written beside the payments whose codes were verified. */
export interface WrittenBeside {
  /** Outcomes of payments whose codes were not. */
  readonly declined: readonly DecidedPayment[];
  /** The orders of the batch as they were locked. */
  readonly before: ReadonlyMap<string, OrderState>;
  /** The same with what the verified payments have reserved on them. */
  readonly reserved: ReadonlyMap<string, OrderState>;
  /** Where a payment like a verified one is remembered. */
  readonly likenesses: StoredLikenesses;
}

/** Decides the payments whose codes were verified, and writes payments, orders and ledger. */
export async function bookVerified(
  { clock, bucketCount }: Pick<PayBatchParts, 'clock' | 'bucketCount'>,
  transaction: Transaction,
  bucket: number,
  verified: readonly Verified[],
  { declined, before, reserved, likenesses }: WrittenBeside,
): Promise<readonly DecidedPayment[]> {
  const genuine = verified.filter(({ verdict }) => verdict.kind === 'genuine');
  const accounts = await lockPayerAccounts(transaction, bucket, genuine.map(accountIdOf));
  const now = new Date(clock.nowMs());
  const bookings = genuine.map((item) => toBooking(item, now));
  const decision = decideBookings(accounts, bookings);
  const transferIds = new Map(genuine.map((item, index) => [item, bookings[index]!.transferId]));
  const declines = new Map(genuine.map((item, index) => [item, decision.declines[index] ?? null]));

  const decided = verified.map((item): DecidedPayment => ({
    request: item.request,
    wasOpen: item.wasOpen,
    payment: outcomeOf(item, transferIds.get(item) ?? null, declines.get(item) ?? null, now),
  }));
  writePayments(transaction, bucket, [...decided, ...declined], now);
  writeRecentPayments(transaction, bucket, decided.flatMap(approvedWithoutOrder), likenesses, now);
  writeOrders(transaction, bucketCount, before, settleOrders(reserved, decided.flatMap(toSettled)));
  writeEntries(transaction, bucket, decision.entries, now);
  writeBalances(transaction, bucket, decision.deltas);
  return decided;
}

function accountIdOf(item: Verified): string {
  return burntOf(item).accountId;
}

function burntOf({ verdict }: Verified) {
  if (verdict.kind !== 'genuine') throw new Error('only a genuine code names an account to pay from');
  return verdict.burnt;
}

function toBooking(item: Verified, now: Date) {
  const { accountId, cap } = burntOf(item);
  return {
    accountId,
    cap,
    clearingAccountId: item.request.clearingAccountId,
    transferId: uuidV7(now.getTime()),
    amount: item.request.amount,
  };
}

/** The outcome of one verified request, or null where its code is too early and the payment stays open. */
function outcomeOf(
  { request, verdict }: Verified,
  transferId: string | null,
  bookingDecline: DeclineCode | null,
  now: Date,
): FinalPayment | null {
  if (verdict.kind === 'pending') return null;
  const errorCode = verdict.kind === 'declined' ? verdict.code : bookingDecline;
  const unconfirmed: FinalPayment = {
    ...paymentOfRequest(request, errorCode, now),
    accountId: verdict.burnt?.accountId ?? null,
    transferId: errorCode === null ? transferId : null,
  };
  if (verdict.burnt === null) return unconfirmed;
  const { confirmationKey } = verdict.burnt;
  return { ...unconfirmed, confirmation: confirm(unconfirmed, request.merchantName, confirmationKey) };
}

export function isWithoutOrder({ order }: PaymentRequest): boolean {
  return order === null;
}

function approvedWithoutOrder({ request, payment }: DecidedPayment): readonly PaymentRequest[] {
  return payment?.outcome === 'approved' && isWithoutOrder(request) ? [request] : [];
}

export function orderNamedBy({ merchantId, order }: PaymentRequest) {
  return order === null ? [] : [{ merchantId, reference: order.reference }];
}

export function toSettled({ request, payment }: DecidedPayment): readonly SettledPayment[] {
  const { merchantId, paymentId, order, amount } = request;
  if (order === null) return [];
  const outcome = payment?.outcome ?? 'open';
  return [{ merchantId, paymentId, reference: order.reference, minorUnits: amount.minorUnits, outcome }];
}

function answersInOrder(
  requests: readonly PaymentRequest[],
  claims: SortedClaims,
  batch: AdmittedBatch,
  decided: readonly DecidedPayment[],
  verified: readonly Verified[],
): readonly PaymentAnswer[] {
  const answers = new Map([...claims.answered, ...batch.answered]);
  batch.admitted.forEach((index, position) => {
    answers.set(index, freshAnswer(decided[position]!, verified[position]!.verdict));
  });
  for (const [index, leader] of claims.followers) answers.set(index, asRepeat(answers.get(leader)!));
  return requests.map((_, index) => answers.get(index)!);
}

export function freshAnswer({ payment }: DecidedPayment, verdict: Verdict): PaymentAnswer {
  if (payment !== null) return { kind: 'final', payment, isRepeat: false };
  if (verdict.kind !== 'pending') throw new Error('a payment stays open only while its code is early');
  return { kind: 'pending', reason: verdict.code, pollAfterMs: verdict.pollAfterMs };
}

export function asRepeat(answer: PaymentAnswer): PaymentAnswer {
  return answer.kind === 'final' ? { ...answer, isRepeat: true } : answer;
}

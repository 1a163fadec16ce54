import type { Verdict } from '@tallystick/verification-contract';
import { uuidV7, type Clock, type DeclineCode } from '@tallystick/foundation';
import type { Transaction } from '@tallystick/postgres';
import { confirm } from '../confirmation/confirm.ts';
import type { StoredLikenesses } from '../duplicates/recent-payments.ts';
import { decideBookings } from '../ledger/decide-bookings.ts';
import { lockPayerAccounts } from '../ledger/lock-payer-accounts.ts';
import type { OrderState } from '../orders/order.ts';
import { settleDecided } from '../orders/settle-orders.ts';
import { recordOutcome } from '../outcomes/record-outcome.ts';
import { paymentOfRequest } from './payment-of-request.ts';
import type { DecidedPayment, FinalPayment } from './payment.ts';

export interface BookingParts {
  readonly clock: Clock;
  readonly bucketCount: number;
}

/** A request and the verdict of the authentication server on its code. */
export interface Verified extends Pick<DecidedPayment, 'request' | 'wasOpen'> {
  readonly verdict: Verdict;
}

/** What is recorded together with the payments whose codes were verified. */
export interface RecordedBeside {
  /** Outcomes of payments whose codes were not verified. */
  readonly declined: readonly DecidedPayment[];
  /** The orders of the batch as they were locked. */
  readonly before: ReadonlyMap<string, OrderState>;
  /** The same with what the verified payments have reserved on them. */
  readonly reserved: ReadonlyMap<string, OrderState>;
  /** Where a payment like a verified one is remembered. */
  readonly likenesses: StoredLikenesses;
}

/**
 * Locks the accounts that genuine codes pay from, decides, and records the outcome of the whole batch: the last step of a
 * payment, in one commit with its code or apart from it.
 */
export async function bookVerified(
  { clock, bucketCount }: BookingParts,
  transaction: Transaction,
  bucket: number,
  verified: readonly Verified[],
  { declined, before, reserved, likenesses }: RecordedBeside,
): Promise<readonly DecidedPayment[]> {
  const genuine = verified.filter(({ verdict }) => verdict.kind === 'genuine');
  const accounts = await lockPayerAccounts(transaction, bucket, genuine.map(accountIdOf));
  const now = new Date(clock.nowMs());
  const bookings = genuine.map((item) => toBooking(item, now));
  const booking = decideBookings(accounts, bookings);
  const transferIds = new Map(genuine.map((item, index) => [item, bookings[index]!.transferId]));
  const declines = new Map(genuine.map((item, index) => [item, booking.declines[index] ?? null]));

  const decided = verified.map((item): DecidedPayment => ({
    request: item.request,
    wasOpen: item.wasOpen,
    payment: outcomeOf(item, transferIds.get(item) ?? null, declines.get(item) ?? null, now),
  }));
  const decision = { kind: 'payments', payments: [...decided, ...declined], likenesses } as const;
  const orders = { bucketCount, before, after: settleDecided(reserved, decided) };
  recordOutcome(transaction, { bucket, at: now, decision, orders, booking });
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

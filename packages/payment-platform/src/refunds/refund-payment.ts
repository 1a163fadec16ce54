import { TallyError, uuidV7, type Clock, type ProblemCode } from '@tallystick/foundation';
import type { Transaction } from '@tallystick/postgres';
import type { ConfirmationKeyReader } from '@tallystick/verification-contract';
import { recordOutcome } from '../outcomes/record-outcome.ts';
import type { Places } from '../places/places.ts';
import { decideGiveBack, lockToGiveBack } from '../payments/give-back.ts';
import { readPayment } from '../payments/payment-rows.ts';
import type { FinalPayment, StoredPayment } from '../payments/payment.ts';
import { readRefund } from './refund-rows.ts';
import type { Refund, RefundRequest } from './refund.ts';
import { refusalOfRefund } from './refusal-of-refund.ts';

export interface RefundParts {
  readonly clock: Clock;
  readonly confirmationKeyOf: ConfirmationKeyReader;
  readonly places: Places;
}

/** A refund and its payment, as both stand now. */
export interface RefundedPayment {
  readonly refund: Refund;
  readonly payment: FinalPayment;
}

/**
 * Gives a part of an approved payment back, or all of it. The same id with the same content gets the first refund again,
 * with other content `refund_id_reused`. Everything is decided behind the lock of the payer’s account, so that however many
 * ask at once, the parts never add up to more than the payment; the update names what it was decided from, and the
 * table’s own constraint stands behind both.
 *
 * @param bucket in which the payment lies.
 *
 * @throws TallyError `refund_id_reused`, or why it can’t be given (refusal-of-refund.ts).
 */
export async function refundPayment(
  parts: RefundParts,
  transaction: Transaction,
  bucket: number,
  request: RefundRequest,
): Promise<RefundedPayment> {
  const { merchantId, refundId, paymentId } = request;
  const placed = { kind: 'refund', merchantId, id: refundId } as const;
  const place = await parts.places.claim(transaction, placed, new Date(parts.clock.nowMs()), bucket);
  // Places of refunds are made with their refunds, so that there is one, of a payment in another bucket.
  if (place !== bucket) throw new TallyError('refund_id_reused', { field: '/refundId' });
  const [known, seen] = await Promise.all([
    readRefund(transaction, bucket, merchantId, refundId),
    readPayment(transaction, bucket, merchantId, paymentId),
  ]);
  if (known !== undefined) return repeated(known, seen, request);
  const approved = approvedOrThrow(seen, request, parts.clock);

  const [locked, knownByNow] = await Promise.all([
    lockToGiveBack(parts.confirmationKeyOf, transaction, bucket, approved),
    readRefund(transaction, bucket, merchantId, refundId),
  ]);
  if (knownByNow !== undefined) return repeated(knownByNow, locked.payment, request);
  assertRefundable(locked.payment, request, parts.clock);

  const now = new Date(parts.clock.nowMs());
  const transferId = uuidV7(now.getTime());
  const { before, after, booking } = decideGiveBack(locked, {
    minorUnits: request.amount.minorUnits,
    transferId,
    merchantName: request.merchantName,
    isReversal: false,
  });
  const { receiptNumber, refundedMinorUnits, confirmation } = after;
  const refund: Refund = {
    ...{ merchantId, refundId, paymentId, receiptNumber, refundedMinorUnits, transferId },
    amount: request.amount,
    tillNumber: request.tillNumber,
    receiptTag: confirmation?.tag ?? null,
    refundedAt: now,
  };
  const decision = { kind: 'given_back', before, after, refund } as const;
  recordOutcome(transaction, { bucket, at: now, decision, orders: null, booking });
  return { refund, payment: after };
}

function repeated(
  refund: Refund,
  payment: StoredPayment | undefined,
  request: RefundRequest,
): RefundedPayment {
  const { minorUnits, currency } = refund.amount;
  const isSame =
    refund.paymentId === request.paymentId &&
    minorUnits === request.amount.minorUnits &&
    currency === request.amount.currency;
  if (!isSame) throw new TallyError('refund_id_reused', { field: '/refundId' });
  if (payment?.state !== 'final') throw new Error('a refund lacks its payment');
  return { refund, payment };
}

/** What no refund can have brought about. */
const refusedWithoutLock: readonly ProblemCode[] = ['payment_never_seen', 'payment_not_approved'];

/**
 * Refuses what has no account to be locked. All else waits for the lock: what the payment shows to have gone back may be
 * this very refund, booked between the two reads, and whoever asks for it again must get it.
 */
function approvedOrThrow(
  payment: StoredPayment | undefined,
  { amount }: RefundRequest,
  clock: Clock,
): FinalPayment {
  const refusal = refusalOfRefund(payment, amount, clock.nowMs());
  if (refusal !== undefined && refusedWithoutLock.includes(refusal)) throw new TallyError(refusal);
  if (payment?.state !== 'final') throw new Error('only a payment with an outcome can be refunded');
  return payment;
}

function assertRefundable(payment: FinalPayment, { amount }: RefundRequest, clock: Clock): void {
  const refusal = refusalOfRefund(payment, amount, clock.nowMs());
  if (refusal !== undefined) throw new TallyError(refusal);
}

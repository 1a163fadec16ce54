import { maximumRefundsPerPayment, type ProblemCode } from '@tallystick/foundation';
import type { Money } from '@tallystick/foundation';
import type { StoredPayment } from '../payments/payment.ts';

/** How long after its decision a payment can be refunded: as long as the large networks allow. */
const refundableMs = 365 * 24 * 60 * 60 * 1000;

/**
 * Why a refund can’t be given, or undefined where it can. A pure function over the payment as it stands behind the lock.
 * Each refusal is for ever, but for a payment that has no outcome yet: a repeat that comes late is refused as well.
 */
export function refusalOfRefund(
  payment: StoredPayment | undefined,
  amount: Money,
  nowMs: number,
): ProblemCode | undefined {
  if (payment === undefined) return 'payment_never_seen';
  if (payment.state === 'open' || payment.outcome !== 'approved' || payment.amount === null)
    return 'payment_not_approved';
  if (payment.reversalTransferId !== null) return 'payment_already_reversed';
  if (payment.amount.currency !== amount.currency) return 'refund_currency_mismatch';
  if (nowMs - payment.decidedAt.getTime() > refundableMs) return 'refund_too_late';
  if (payment.refundedMinorUnits + amount.minorUnits > payment.amount.minorUnits)
    return 'refund_exceeds_payment';
  if (payment.receiptNumber >= maximumRefundsPerPayment) return 'refund_too_many_parts';
  return undefined;
}

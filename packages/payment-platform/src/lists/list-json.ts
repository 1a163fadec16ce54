import { moneyToJson, type PaymentListItemJson, type RefundListItemJson } from '@tallystick/foundation';
import { tillNumberText } from '../confirmation/till-number-text.ts';
import { toStoredPayment, type PaymentRow } from '../payments/payment-rows.ts';
import { refundSummaryJson } from '../refunds/refund-json.ts';
import { toRefund, type RefundRow } from '../refunds/refund-rows.ts';

export function paymentListItem(row: PaymentRow): PaymentListItemJson {
  const payment = toStoredPayment(row);
  const { amount } = payment;
  const isFinal = payment.state === 'final';
  const refunded = amount === null ? null : { minorUnits: row.refunded, currency: amount.currency };
  return {
    paymentId: payment.paymentId,
    outcome: isFinal ? payment.outcome : 'pending',
    errorCode: isFinal ? payment.errorCode : null,
    amount: amount === null ? null : moneyToJson(amount),
    refunded: refunded === null ? null : moneyToJson(refunded),
    tillNumber: tillNumberText(payment.tillNumber),
    codeEnding: row.code_ending,
    orderReference: payment.orderReference,
    details: payment.details,
    claimedAt: unixSeconds(row.claimed_at),
    decidedAt: isFinal ? unixSeconds(payment.decidedAt) : null,
  };
}

export function refundListItem(row: RefundRow): RefundListItemJson {
  return { ...refundSummaryJson(toRefund(row)), paymentId: row.payment_id };
}

function unixSeconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}

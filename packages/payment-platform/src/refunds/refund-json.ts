import { moneyToJson, type RefundJson, type RefundSummaryJson } from '@tallystick/foundation';
import { tillNumberText } from '../confirmation/till-number-text.ts';
import { confirmationJson } from '../payments/answer-json.ts';
import type { FinalPayment } from '../payments/payment.ts';
import type { Refund } from './refund.ts';

export function refundSummaryJson(refund: Refund): RefundSummaryJson {
  const refunded = { minorUnits: refund.refundedMinorUnits, currency: refund.amount.currency };
  return {
    refundId: refund.refundId,
    amount: moneyToJson(refund.amount),
    refunded: moneyToJson(refunded),
    receiptNumber: refund.receiptNumber,
    tillNumber: tillNumberText(refund.tillNumber),
    refundedAt: Math.floor(refund.refundedAt.getTime() / 1000),
  };
}

/** The whole answer. Its receipt is that of the payment as this refund left it, whatever has gone back since. */
export function refundJson(refund: Refund, payment: FinalPayment, merchantName: string): RefundJson {
  const { receiptTag, receiptNumber, refundedMinorUnits } = refund;
  const { confirmation } = payment;
  const asItWas: FinalPayment = {
    ...payment,
    receiptNumber,
    refundedMinorUnits,
    // The typed digits are over outcome and amount, which no refund changes.
    confirmation:
      receiptTag === null || confirmation === null ? null : { tag: receiptTag, typed: confirmation.typed },
  };
  return {
    ...refundSummaryJson(refund),
    paymentId: refund.paymentId,
    confirmation: confirmationJson(asItWas, merchantName),
  };
}

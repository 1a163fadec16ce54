import {
  errorDefinition,
  moneyToJson,
  type ConfirmationJson,
  type OutcomeJson,
  type PendingJson,
  type RefundSummaryJson,
} from '@tallystick/foundation';
import { receiptQr, receiptText } from '@tallystick/paycode';
import { receiptOf } from '../confirmation/confirm.ts';
import { tillNumberText } from '../confirmation/till-number-text.ts';
import type { FinalPayment } from './payment.ts';

/** An outcome as the till gets it, the same on every repeat and query. */
export function outcomeJson(
  payment: FinalPayment,
  merchantName: string,
  refunds: readonly RefundSummaryJson[],
): OutcomeJson {
  const { amount, errorCode } = payment;
  const refunded =
    amount === null ? null : { minorUnits: payment.refundedMinorUnits, currency: amount.currency };
  return {
    final: true,
    outcome: payment.outcome,
    paymentId: payment.paymentId,
    errorCode,
    cashierWords: errorCode === null ? null : errorDefinition(errorCode).cashierWords,
    amount: amount === null ? null : moneyToJson(amount),
    refunded: refunded === null ? null : moneyToJson(refunded),
    refunds,
    tillNumber: tillNumberText(payment.tillNumber),
    merchantName,
    decidedAt: Math.floor(payment.decidedAt.getTime() / 1000),
    codeEnding: payment.codeEnding,
    details: payment.details,
    confirmation: confirmationJson(payment, merchantName),
  };
}

/** The receipt of a payment as it stands, ready for the payer terminal. */
export function confirmationJson(payment: FinalPayment, merchantName: string): ConfirmationJson | null {
  const { confirmation, receiptNumber } = payment;
  if (confirmation === null) return null;
  const receipt = receiptOf(payment, merchantName);
  if (receipt === undefined) return null;
  return {
    receiptNumber,
    qr: receiptQr(confirmation.tag, receiptText(receipt)),
    typed: confirmation.typed,
  };
}

/** A payment that waits for its code’s time. */
export function pendingJson(paymentId: string, pollAfterMs: number): PendingJson {
  return {
    final: false,
    outcome: 'pending',
    paymentId,
    errorCode: 'code_early',
    cashierWords: 'One moment, the payer’s clock is a little fast.',
    pollAfterMs,
  };
}

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
import type { FinalPayment, PendingReason } from './payment.ts';

/** What an answer shows besides its payment’s own row. */
export interface OutcomeContext {
  readonly refunds: readonly RefundSummaryJson[];
  readonly earlierPayment: OutcomeJson | null;
}

/** An outcome as the till gets it, the same on every repeat and query. */
export function outcomeJson(
  payment: FinalPayment,
  merchantName: string,
  { refunds, earlierPayment }: OutcomeContext,
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
    orderReference: payment.orderReference,
    earlierPayment,
    confirmation: confirmationJson(payment, merchantName),
  };
}

/** The receipt of a payment as it stands, ready for the payer terminal. */
export function confirmationJson(payment: FinalPayment, merchantName: string): ConfirmationJson | null {
  const { confirmation, receiptNumber } = payment;
  if (confirmation === null) return null;
  const text = confirmation.receiptText ?? receiptTextOf(payment, merchantName);
  if (text === undefined) return null;
  return {
    receiptNumber,
    qr: receiptQr(confirmation.tag, text),
    typed: confirmation.typed,
  };
}

function receiptTextOf(payment: FinalPayment, merchantName: string): string | undefined {
  const receipt = receiptOf(payment, merchantName);
  return receipt === undefined ? undefined : receiptText(receipt);
}

const pendingWords = {
  code_early: 'One moment, the payer’s clock is a little fast.',
  order_busy: 'One moment, another payment of this order is under way.',
  in_work: 'One moment, a payment like this one is under way.',
} as const satisfies Record<PendingReason, string>;

/** A payment that waits for its code’s time, or for another payment. */
export function pendingJson(
  paymentId: string,
  { reason, pollAfterMs }: { readonly reason: PendingReason; readonly pollAfterMs: number },
): PendingJson {
  return {
    final: false,
    outcome: 'pending',
    paymentId,
    errorCode: reason === 'in_work' ? null : reason,
    cashierWords: pendingWords[reason],
    pollAfterMs,
  };
}

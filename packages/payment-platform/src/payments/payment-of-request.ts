import type { DeclineCode } from '@tallystick/foundation';
import type { FinalPayment, PaymentRequest } from './payment.ts';

/** The outcome of a request before anything is known of its payer: nothing booked, nothing confirmed. */
export function paymentOfRequest(
  request: PaymentRequest,
  errorCode: DeclineCode | null,
  now: Date,
): FinalPayment {
  return {
    state: 'final',
    merchantId: request.merchantId,
    paymentId: request.paymentId,
    tillNumber: request.tillNumber,
    requestHash: request.requestHash,
    outcome: errorCode === null ? 'approved' : 'declined',
    errorCode,
    amount: request.amount,
    refundedMinorUnits: 0n,
    reversalTransferId: null,
    accountId: null,
    transferId: null,
    codeEnding: request.codeEnding,
    details: request.details,
    orderReference: request.order?.reference ?? null,
    earlierPaymentId: null,
    receiptNumber: 0,
    confirmation: null,
    decidedAt: wholeSeconds(now),
  };
}

/** The decision’s second is a line of the receipt, so nothing finer is stored. */
function wholeSeconds(now: Date): Date {
  return new Date(Math.floor(now.getTime() / 1000) * 1000);
}

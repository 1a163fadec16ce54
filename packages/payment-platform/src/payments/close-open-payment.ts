import type { Transaction } from '@tallystick/postgres';
import type { BucketOfMany } from '../places/places.ts';
import { lockReservation } from '../orders/lock-reservation.ts';
import { recordOutcome } from '../outcomes/record-outcome.ts';
import type { FinalPayment, OpenPayment } from './payment.ts';

/** What a payment id is that was closed before any code was decided for it. */
export const closedWithoutOutcome = {
  state: 'final',
  outcome: 'declined',
  errorCode: 'reversed',
  refundedMinorUnits: 0n,
  reversalTransferId: null,
  accountId: null,
  transferId: null,
  codeEnding: null,
  earlierPaymentId: null,
  receiptNumber: 0,
  confirmation: null,
} as const;

/** Declines a payment that is open, and gives its reservation back to its order. It fails where another was faster. */
export async function closeOpenPayment(
  transaction: Transaction,
  { bucket, bucketCount }: BucketOfMany,
  open: OpenPayment,
  now: Date,
): Promise<FinalPayment> {
  const payment = { ...open, ...closedWithoutOutcome, decidedAt: now };
  const orders = await lockReservation(transaction, bucketCount, open, now);
  recordOutcome(transaction, {
    bucket,
    at: now,
    decision: { kind: 'closed', payment },
    orders,
    booking: null,
  });
  return payment;
}

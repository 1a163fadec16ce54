import { uuidV7 } from '@tallystick/foundation';
import type { Transaction } from '@tallystick/postgres';
import type { ConfirmationKeyReader } from '@tallystick/verification-contract';
import { lockReservation } from '../orders/lock-reservation.ts';
import { recordOutcome } from '../outcomes/record-outcome.ts';
import { closeUnpaid, type CloseParts, type CloseRequest } from './close-unpaid.ts';
import { decideGiveBack, lockToGiveBack } from './give-back.ts';
import type { FinalPayment } from './payment.ts';

export interface ReversalParts extends CloseParts {
  readonly confirmationKeyOf: ConfirmationKeyReader;
}

export interface Reversal {
  readonly result: 'never_seen' | 'closed' | 'refunded';
  readonly payment: FinalPayment;
  /** In which the payment lies. */
  readonly bucket: number;
}

/**
 * Reverses a payment in whatever state it is (DESIGN §3.6): closes it where it was not paid, and gives back all that is
 * left of an approved one, once. Asked again, it answers the same.
 */
export async function reverse(
  parts: ReversalParts,
  transaction: Transaction,
  request: CloseRequest,
): Promise<Reversal> {
  const { result, payment, bucket } = await closeUnpaid(parts, transaction, request);
  if (result !== 'paid') return { result, payment, bucket };
  const reversed = await giveBackTheRest(parts, transaction, bucket, request.merchantName, payment);
  return { result: 'refunded', payment: reversed, bucket };
}

/** Gives back what is left of an approved payment, and confirms it as the next receipt. */
async function giveBackTheRest(
  parts: ReversalParts,
  transaction: Transaction,
  bucket: number,
  merchantName: string,
  approved: FinalPayment,
): Promise<FinalPayment> {
  const now = new Date(parts.clock.nowMs());
  const orders = await lockReservation(transaction, parts.places.bucketCount, approved, now);
  const locked = await lockToGiveBack(parts.confirmationKeyOf, transaction, bucket, approved);
  const minorUnits = locked.amount.minorUnits - locked.payment.refundedMinorUnits;
  if (minorUnits === 0n) return locked.payment;
  const transferId = uuidV7(now.getTime());
  const giving = { minorUnits, transferId, merchantName, isReversal: true };
  const { before, after, booking } = decideGiveBack(locked, giving);
  const decision = { kind: 'given_back', before, after, refund: null } as const;
  recordOutcome(transaction, { bucket, at: now, decision, orders, booking });
  return after;
}

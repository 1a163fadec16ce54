import { uuidV7, type Clock } from '@tallystick/foundation';
import type { Transaction } from '@tallystick/postgres';
import type { AuthenticationServer } from './authentication-server.ts';
import { giveBack, lockToGiveBack } from './give-back.ts';
import { readPayment } from './payment-rows.ts';
import type { FinalPayment, OpenPayment } from './payment.ts';
import { writeClosed, writeTombstone } from './write-reversals.ts';

export interface ReversalParts {
  readonly clock: Clock;
  readonly authenticationServer: AuthenticationServer;
}

export interface ReversalRequest {
  readonly merchantId: string;
  readonly merchantName: string;
  readonly tillNumber: number;
  readonly paymentId: string;
}

export interface Reversal {
  readonly result: 'never_seen' | 'closed' | 'refunded';
  readonly payment: FinalPayment;
}

/**
 * Reverses a payment in whatever state it is (DESIGN §3.6): an id never seen gets a tombstone, so that a late payment is
 * refused; an open one is closed; of an approved one all that is left goes back, once. Asked again, it answers the same.
 *
 * Every write names the state it was decided from. Where a payment or another reversal was faster, the transaction is run
 * again from its reads.
 */
export async function reverse(
  parts: ReversalParts,
  transaction: Transaction,
  bucket: number,
  request: ReversalRequest,
): Promise<Reversal> {
  const now = new Date(Math.floor(parts.clock.nowMs() / 1000) * 1000);
  const stored = await readPayment(transaction, bucket, request.merchantId, request.paymentId);

  if (stored === undefined) {
    const payment = tombstone(request, now);
    writeTombstone(transaction, bucket, payment);
    return { result: 'never_seen', payment };
  }
  if (stored.state === 'open') {
    const payment = closed(stored, now);
    writeClosed(transaction, bucket, payment);
    return { result: 'closed', payment };
  }
  if (stored.requestHash === null) return { result: 'never_seen', payment: stored };
  if (stored.outcome === 'declined') return { result: 'closed', payment: stored };
  if (stored.refundedMinorUnits === stored.amount?.minorUnits) return { result: 'refunded', payment: stored };
  return {
    result: 'refunded',
    payment: await giveBackTheRest(parts, transaction, bucket, request, stored, now),
  };
}

function tombstone(request: ReversalRequest, now: Date): FinalPayment {
  return {
    state: 'final',
    merchantId: request.merchantId,
    paymentId: request.paymentId,
    tillNumber: request.tillNumber,
    requestHash: null,
    outcome: 'declined',
    errorCode: 'reversed',
    amount: null,
    refundedMinorUnits: 0n,
    reversalTransferId: null,
    accountId: null,
    transferId: null,
    codeEnding: null,
    receiptNumber: 0,
    confirmation: null,
    decidedAt: now,
  };
}

function closed(payment: OpenPayment, now: Date): FinalPayment {
  return {
    ...payment,
    state: 'final',
    outcome: 'declined',
    errorCode: 'reversed',
    refundedMinorUnits: 0n,
    reversalTransferId: null,
    accountId: null,
    transferId: null,
    codeEnding: null,
    receiptNumber: 0,
    confirmation: null,
    decidedAt: now,
  };
}

/** Gives back what is left of an approved payment, and confirms it as the next receipt. */
async function giveBackTheRest(
  parts: ReversalParts,
  transaction: Transaction,
  bucket: number,
  request: ReversalRequest,
  approved: FinalPayment,
  now: Date,
): Promise<FinalPayment> {
  const locked = await lockToGiveBack(parts.authenticationServer, transaction, bucket, approved);
  const minorUnits = locked.amount.minorUnits - locked.payment.refundedMinorUnits;
  if (minorUnits === 0n) return locked.payment;
  const transferId = uuidV7(parts.clock.nowMs());
  const { merchantName } = request;
  return giveBack(transaction, bucket, locked, {
    minorUnits,
    transferId,
    merchantName,
    isReversal: true,
    now,
  });
}

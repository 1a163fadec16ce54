import type { Clock } from '@tallystick/foundation';
import type { Transaction } from '@tallystick/postgres';
import { recordOutcome } from '../outcomes/record-outcome.ts';
import type { Places } from '../places/places.ts';
import { closedWithoutOutcome, closeOpenPayment } from './close-open-payment.ts';
import { readPayment } from './payment-rows.ts';
import type { FinalPayment } from './payment.ts';

export interface CloseRequest {
  readonly merchantId: string;
  readonly merchantName: string;
  readonly tillNumber: number;
  readonly paymentId: string;
}

/** What became of a payment id, and its outcome as it now stands. `paid` is the answer that closed nothing. */
export interface Closure {
  readonly result: 'never_seen' | 'closed' | 'refunded' | 'paid';
  readonly payment: FinalPayment;
  /** In which the payment lies. */
  readonly bucket: number;
}

export interface CloseParts {
  readonly clock: Clock;
  readonly places: Places;
}

/**
 * Closes a payment id unless it was paid (DESIGN §3.6): one never seen gets a tombstone, so that a late payment is refused;
 * an open one is closed. An approved payment is left as it is and shown. Asked again, it answers the same.
 *
 * Every write names the state it was decided from. Where a payment or another closing was faster, the transaction is run
 * again from its reads.
 */
export async function closeUnpaid(
  { clock, places }: CloseParts,
  transaction: Transaction,
  request: CloseRequest,
): Promise<Closure> {
  const now = new Date(Math.floor(clock.nowMs() / 1000) * 1000);
  const placed = { kind: 'payment', merchantId: request.merchantId, id: request.paymentId } as const;
  const bucket = await places.claim(transaction, placed, now);
  const stored = await readPayment(transaction, bucket, request.merchantId, request.paymentId);

  if (stored === undefined) {
    const payment = tombstone(request, now);
    const decision = { kind: 'never_seen', payment } as const;
    recordOutcome(transaction, { bucket, at: now, decision, orders: null, booking: null });
    return { result: 'never_seen', payment, bucket };
  }
  if (stored.state === 'open') {
    const payment = await closeOpenPayment(
      transaction,
      { bucket, bucketCount: places.bucketCount },
      stored,
      now,
    );
    return { result: 'closed', payment, bucket };
  }
  if (stored.requestHash === null) return { result: 'never_seen', payment: stored, bucket };
  if (stored.outcome === 'declined') return { result: 'closed', payment: stored, bucket };
  const isAllBack = stored.refundedMinorUnits === stored.amount?.minorUnits;
  return { result: isAllBack ? 'refunded' : 'paid', payment: stored, bucket };
}

function tombstone(request: CloseRequest, now: Date): FinalPayment {
  return {
    ...closedWithoutOutcome,
    merchantId: request.merchantId,
    paymentId: request.paymentId,
    tillNumber: request.tillNumber,
    details: null,
    orderReference: null,
    requestHash: null,
    amount: null,
    decidedAt: now,
  };
}

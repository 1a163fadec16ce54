import type { OutcomeJson, RefundSummaryJson } from '@tallystick/foundation';
import type { Database } from '@tallystick/postgres';
import { refundSummaryJson } from '../refunds/refund-json.ts';
import { readRefundsOfPaymentStatement, toRefund, type RefundRow } from '../refunds/refund-rows.ts';
import { outcomeJson } from './answer-json.ts';
import type { Places } from '../places/places.ts';
import { readStoredPayment } from './payment-rows.ts';
import type { FinalPayment } from './payment.ts';

export interface PresentingParts {
  readonly database: Database;
  readonly places: Places;
}

/**
 * An outcome as the till gets it, with its refunds and the payment that stood in its way. They are read only where there
 * are some: the answer of an ordinary payment needs nothing but its row.
 */
export async function presentOutcome(
  parts: PresentingParts,
  bucket: number,
  payment: FinalPayment,
  merchantName: string,
): Promise<OutcomeJson> {
  if (payment.refundedMinorUnits === 0n && payment.earlierPaymentId === null)
    return outcomeJson(payment, merchantName, { refunds: [], earlierPayment: null });
  const refunds = await readRefunds(parts.database, bucket, payment);
  const earlierPayment = await presentEarlier(parts, payment, merchantName);
  return outcomeJson(payment, merchantName, { refunds, earlierPayment });
}

/** The list ends with the receipt that the row has, so that both are of one moment while a further refund is booked. */
async function readRefunds(
  database: Database,
  bucket: number,
  payment: FinalPayment,
): Promise<readonly RefundSummaryJson[]> {
  if (payment.refundedMinorUnits === 0n) return [];
  const rows = await database.query<RefundRow>(readRefundsOfPaymentStatement(bucket, payment));
  return rows.map((row) => refundSummaryJson(toRefund(row)));
}

/** An approved payment, which no other stood in the way of: the chain ends here. */
async function presentEarlier(
  parts: PresentingParts,
  { merchantId, earlierPaymentId }: FinalPayment,
  merchantName: string,
): Promise<OutcomeJson | null> {
  if (earlierPaymentId === null) return null;
  // Of one order, or near midnight, it may be another payer’s, in another bucket.
  const bucket = await parts.places.find({ kind: 'payment', merchantId, id: earlierPaymentId });
  if (bucket === undefined) throw new Error('the payment in the way has its place');
  const stored = await readStoredPayment(parts.database, bucket, merchantId, earlierPaymentId);
  if (stored?.state !== 'final') throw new Error('the payment in the way has an outcome');
  return presentOutcome(parts, bucket, stored, merchantName);
}

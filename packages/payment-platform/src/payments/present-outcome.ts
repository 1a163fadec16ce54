import type { OutcomeJson } from '@tallystick/foundation';
import type { Database } from '@tallystick/postgres';
import { refundSummaryJson } from '../refunds/refund-json.ts';
import { readRefundsOfPaymentStatement, toRefund, type RefundRow } from '../refunds/refund-rows.ts';
import { outcomeJson } from './answer-json.ts';
import type { FinalPayment } from './payment.ts';

/**
 * An outcome as the till gets it, with its refunds. They are read only where something went back: the answer of an
 * ordinary payment needs nothing but its row. The list ends with the receipt that the row has, so that both are of one
 * moment also while a further refund is booked.
 */
export async function presentOutcome(
  database: Database,
  bucket: number,
  payment: FinalPayment,
  merchantName: string,
): Promise<OutcomeJson> {
  if (payment.refundedMinorUnits === 0n) return outcomeJson(payment, merchantName, []);
  const rows = await database.query<RefundRow>(readRefundsOfPaymentStatement(bucket, payment));
  return outcomeJson(
    payment,
    merchantName,
    rows.map((row) => refundSummaryJson(toRefund(row))),
  );
}

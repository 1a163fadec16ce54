import type { OutcomeJson, RefundSummaryJson } from '@tallystick/foundation';
import type { Database } from '@tallystick/postgres';
import { refundSummaryJson } from '../refunds/refund-json.ts';
import { readRefundsOfPaymentStatement, toRefund, type RefundRow } from '../refunds/refund-rows.ts';
import { outcomeJson } from './answer-json.ts';
import { readPaymentStatement, toStoredPayment, type PaymentRow } from './payment-rows.ts';
import type { FinalPayment } from './payment.ts';

/**
 * An outcome as the till gets it, with its refunds and the payment that stood in its way. They are read only where there
 * are some: the answer of an ordinary payment needs nothing but its row.
 */
export async function presentOutcome(
  database: Database,
  bucket: number,
  payment: FinalPayment,
  merchantName: string,
): Promise<OutcomeJson> {
  const refunds = await readRefunds(database, bucket, payment);
  const earlier = await readEarlier(database, bucket, payment);
  const earlierPayment =
    earlier === null ? null : await presentOutcome(database, bucket, earlier, merchantName);
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
async function readEarlier(
  database: Database,
  bucket: number,
  { merchantId, earlierPaymentId }: FinalPayment,
): Promise<FinalPayment | null> {
  if (earlierPaymentId === null) return null;
  const [row] = await database.query<PaymentRow>(readPaymentStatement(bucket, merchantId, earlierPaymentId));
  const stored = row === undefined ? undefined : toStoredPayment(row);
  if (stored?.state !== 'final') throw new Error('the payment in the way has an outcome');
  return stored;
}

import type { Statement, Transaction } from '@tallystick/postgres';
import type { Refund } from './refund.ts';

/** A row of `platform.refunds` with the currency of its payment, as the driver delivers it. */
export interface RefundRow {
  readonly merchant_id: string;
  readonly refund_id: string;
  readonly payment_id: string;
  readonly receipt_number: number;
  readonly amount: bigint;
  readonly currency: string;
  readonly refunded: bigint;
  readonly transfer_id: string;
  readonly till_number: number;
  readonly receipt_tag: Buffer | null;
  readonly created_at: Date;
}

export const refundColumns =
  'refund.merchant_id, refund_id, refund.payment_id, refund.receipt_number, refund.amount, currency, refund.refunded, ' +
  'refund.transfer_id, refund.till_number, refund.receipt_tag, refund.created_at';

export function readRefundStatement(bucket: number, merchantId: string, refundId: string): Statement {
  return {
    name: 'platform.read_refund',
    text: `SELECT ${refundColumns} FROM platform.refunds AS refund
      JOIN platform.payments AS payment ON payment.bucket = refund.bucket
        AND payment.merchant_id = refund.merchant_id AND payment.payment_id = refund.payment_id
      WHERE refund.bucket = $1 AND refund.merchant_id = $2 AND refund_id = $3`,
    values: [bucket, merchantId, refundId],
  };
}

/** The refund that was booked under this id; undefined where there is none. */
export async function readRefund(
  transaction: Pick<Transaction, 'read'>,
  bucket: number,
  merchantId: string,
  refundId: string,
): Promise<Refund | undefined> {
  const [row] = await transaction.read<RefundRow>(readRefundStatement(bucket, merchantId, refundId));
  return row === undefined ? undefined : toRefund(row);
}

/** The refunds of one payment up to a receipt, in the order of their receipts: at most fifty. */
export function readRefundsOfPaymentStatement(
  bucket: number,
  { merchantId, paymentId, receiptNumber }: Pick<Refund, 'merchantId' | 'paymentId' | 'receiptNumber'>,
): Statement {
  return {
    name: 'platform.read_refunds_of_payment',
    text: `SELECT ${refundColumns} FROM platform.refunds AS refund
      JOIN platform.payments AS payment ON payment.bucket = refund.bucket
        AND payment.merchant_id = refund.merchant_id AND payment.payment_id = refund.payment_id
      WHERE refund.bucket = $1 AND refund.merchant_id = $2 AND refund.payment_id = $3 AND refund.receipt_number <= $4
      ORDER BY refund.receipt_number`,
    values: [bucket, merchantId, paymentId, receiptNumber],
  };
}

export function toRefund(row: RefundRow): Refund {
  return {
    merchantId: row.merchant_id,
    refundId: row.refund_id,
    paymentId: row.payment_id,
    receiptNumber: row.receipt_number,
    amount: { minorUnits: row.amount, currency: row.currency },
    refundedMinorUnits: row.refunded,
    transferId: row.transfer_id,
    tillNumber: row.till_number,
    receiptTag: row.receipt_tag,
    refundedAt: row.created_at,
  };
}

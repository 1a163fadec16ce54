import type { Database } from '@tallystick/postgres';
import { refundColumns, type RefundRow } from '../refunds/refund-rows.ts';
import type { PaymentListRequest } from './list-payments.ts';

export type RefundListRequest = Omit<PaymentListRequest, 'outcome' | 'orderReference'>;

/** Refunds of a merchant, the newest first, with one row more than the limit where there are more. */
export function listRefunds(database: Database, request: RefundListRequest): Promise<readonly RefundRow[]> {
  return database.query<RefundRow>({
    name: 'platform.list_refunds',
    text: `SELECT ${refundColumns} FROM platform.refunds AS refund
      JOIN platform.payments AS payment ON payment.bucket = refund.bucket
        AND payment.merchant_id = refund.merchant_id AND payment.payment_id = refund.payment_id
      WHERE refund.bucket = $1 AND refund.merchant_id = $2 AND (refund.created_at, refund_id) < ($3::timestamptz, $4::text)
        AND refund.created_at > '-infinity' AND refund.created_at >= coalesce($5::timestamptz, '-infinity')
        AND refund.created_at < coalesce($6::timestamptz, 'infinity')
        AND ($7::integer IS NULL OR refund.till_number = $7)
      ORDER BY refund.created_at DESC, refund_id DESC LIMIT $8`,
    values: [
      request.bucket,
      request.merchantId,
      request.cursor.at,
      request.cursor.id,
      request.from,
      request.to,
      request.tillNumber,
      request.limit + 1,
    ],
  });
}

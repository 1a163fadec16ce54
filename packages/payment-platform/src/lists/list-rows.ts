import type { Database } from '@tallystick/postgres';
import { paymentColumns, type PaymentRow } from '../payments/payment-rows.ts';
import { refundColumns, type RefundRow } from '../refunds/refund-rows.ts';
import type { ListCursor } from './list-cursor.ts';

export interface PaymentListRequest {
  readonly bucket: number;
  readonly merchantId: string;
  readonly cursor: ListCursor;
  readonly limit: number;
  readonly tillNumber: number | null;
  readonly outcome: 'approved' | 'declined' | 'pending' | null;
  /** Payments that were made at this time or later, and before the other. */
  readonly from: Date | null;
  readonly to: Date | null;
  readonly orderReference: string | null;
}

/** Payments of a merchant, the newest first, with one row more than the limit where there are more. */
export function listPayments(
  database: Database,
  request: PaymentListRequest,
): Promise<readonly PaymentRow[]> {
  const byOrder = request.orderReference !== null;
  // Two texts, because each is served by an index of its own.
  const order = byOrder ? 'order_reference = $10' : `$10::text IS NULL AND claimed_at > '-infinity'`;
  return database.query<PaymentRow>({
    name: byOrder ? 'platform.list_payments_of_order' : 'platform.list_payments',
    text: `SELECT ${paymentColumns} FROM platform.payments
      WHERE bucket = $1 AND merchant_id = $2 AND (claimed_at, payment_id) < ($3::timestamptz, $4::text)
        AND claimed_at >= coalesce($5::timestamptz, '-infinity') AND claimed_at < coalesce($6::timestamptz, 'infinity')
        AND ($7::integer IS NULL OR till_number = $7)
        AND ($8::text IS NULL OR coalesce(outcome, 'pending') = $8) AND ${order}
      ORDER BY claimed_at DESC, payment_id DESC LIMIT $9`,
    values: [
      request.bucket,
      request.merchantId,
      request.cursor.at,
      request.cursor.id,
      request.from,
      request.to,
      request.tillNumber,
      request.outcome,
      request.limit + 1,
      request.orderReference,
    ],
  });
}

type RefundListRequest = Omit<PaymentListRequest, 'outcome' | 'orderReference'>;

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

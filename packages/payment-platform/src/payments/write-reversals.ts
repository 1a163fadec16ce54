import type { Transaction } from '@tallystick/postgres';
import type { FinalPayment } from './payment.ts';

/** Closes an id that was never seen: the payment that comes late finds its outcome. */
export function writeTombstone(transaction: Transaction, bucket: number, payment: FinalPayment): void {
  const statement = {
    name: 'platform.insert_tombstone',
    text: `INSERT INTO platform.payments
        (bucket, merchant_id, payment_id, state, outcome, error_code, till_number, claimed_at, decided_at)
      VALUES ($1, $2, $3, 'final', 'declined', $4, $5, $6, $6)
      ON CONFLICT (bucket, merchant_id, payment_id) DO NOTHING`,
    values: [
      bucket,
      payment.merchantId,
      payment.paymentId,
      payment.errorCode,
      payment.tillNumber,
      payment.decidedAt,
    ],
  };
  transaction.write(statement, 1);
}

/** Closes a claim that has no outcome yet. */
export function writeClosed(transaction: Transaction, bucket: number, payment: FinalPayment): void {
  const statement = {
    name: 'platform.close_payment',
    text: `UPDATE platform.payments
      SET state = 'final', outcome = 'declined', error_code = $4, code_ending = NULL, decided_at = $5
      WHERE bucket = $1 AND merchant_id = $2 AND payment_id = $3 AND state = 'open'`,
    values: [bucket, payment.merchantId, payment.paymentId, payment.errorCode, payment.decidedAt],
  };
  transaction.write(statement, 1);
}

/** Marks an approved payment as refunded in full. It can succeed once: nothing may have been refunded before. */
export function writeRefunded(
  transaction: Transaction,
  bucket: number,
  payment: FinalPayment,
  refundTransferId: string,
  refundedAt: Date,
): void {
  const statement = {
    name: 'platform.refund_payment',
    text: `UPDATE platform.payments
      SET refunded = $4, refund_transfer_id = $5, refunded_at = $6, receipt_number = $7, receipt_tag = $8,
        typed_confirmation = $9
      WHERE bucket = $1 AND merchant_id = $2 AND payment_id = $3 AND outcome = 'approved' AND refunded = 0`,
    values: [
      bucket,
      payment.merchantId,
      payment.paymentId,
      payment.refundedMinorUnits.toString(),
      refundTransferId,
      refundedAt,
      payment.confirmation?.receiptNumber ?? 0,
      payment.confirmation?.tag ?? null,
      payment.confirmation?.typed ?? null,
    ],
  };
  transaction.write(statement, 1);
}

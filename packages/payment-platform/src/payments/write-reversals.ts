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

/** Closes a claim that has no outcome yet; for the form of the condition see write-payments.ts. */
export function writeClosed(transaction: Transaction, bucket: number, payment: FinalPayment): void {
  const statement = {
    name: 'platform.close_payment',
    text: `UPDATE platform.payments
      SET state = 'final', outcome = 'declined', error_code = $4, code_ending = NULL, decided_at = $5
      WHERE bucket = $1 AND merchant_id = $2 AND payment_id = $3 AND state <> 'final'`,
    values: [bucket, payment.merchantId, payment.paymentId, payment.errorCode, payment.decidedAt],
  };
  transaction.write(statement, 1);
}

/**
 * Marks a part of an approved payment, or the rest of it, as given back. It names what had gone back before, so that of two
 * that decided from the same row one changes nothing and decides again.
 */
export function writeGivenBack(
  transaction: Transaction,
  bucket: number,
  { before, after }: { readonly before: FinalPayment; readonly after: FinalPayment },
  givenBackAt: Date,
): void {
  const statement = {
    name: 'platform.give_back_payment',
    text: `UPDATE platform.payments
      SET refunded = $4, refund_transfer_id = $5, refunded_at = $6, receipt_number = $7, receipt_tag = $8,
        typed_confirmation = $9
      WHERE bucket = $1 AND merchant_id = $2 AND payment_id = $3 AND outcome = 'approved' AND refunded = $10
        AND refund_transfer_id IS NULL`,
    values: [
      bucket,
      after.merchantId,
      after.paymentId,
      after.refundedMinorUnits.toString(),
      after.reversalTransferId,
      givenBackAt,
      after.receiptNumber,
      after.confirmation?.tag ?? null,
      after.confirmation?.typed ?? null,
      before.refundedMinorUnits.toString(),
    ],
  };
  transaction.write(statement, 1);
}

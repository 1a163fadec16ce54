import type { Transaction } from '@tallystick/postgres';
import type { Entry } from '../ledger/transfer.ts';
import type { Refund } from '../refunds/refund.ts';
import type { TopUp } from '../top-ups/stored-top-up.ts';

export function writeRefund(transaction: Transaction, bucket: number, refund: Refund): void {
  const statement = {
    name: 'platform.insert_refund',
    text: `INSERT INTO platform.refunds (bucket, merchant_id, refund_id, payment_id, receipt_number, amount, refunded,
        transfer_id, till_number, receipt_tag, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    values: [
      bucket,
      refund.merchantId,
      refund.refundId,
      refund.paymentId,
      refund.receiptNumber,
      refund.amount.minorUnits.toString(),
      refund.refundedMinorUnits.toString(),
      refund.transferId,
      refund.tillNumber,
      refund.receiptTag,
      refund.refundedAt,
    ],
  };
  transaction.write(statement, 1);
}

export function writeTopUp(transaction: Transaction, bucket: number, topUp: TopUp): void {
  const statement = {
    name: 'platform.insert_top_up',
    text: `INSERT INTO platform.top_ups (bucket, account_id, top_up_id, transfer_id, amount, created_at)
      VALUES ($1, $2, $3, $4, $5, $6)`,
    values: [
      bucket,
      topUp.accountId,
      topUp.topUpId,
      topUp.transferId,
      topUp.amount.minorUnits.toString(),
      topUp.bookedAt,
    ],
  };
  transaction.write(statement, 1);
}

export function writeEntries(
  transaction: Transaction,
  bucket: number,
  entries: readonly Entry[],
  bookedAt: Date,
): void {
  if (entries.length === 0) return;
  const statement = {
    name: 'platform.insert_entries',
    text: `INSERT INTO platform.entries (bucket, account_id, transfer_id, amount, created_at)
      SELECT $1, entry.*, $5 FROM unnest($2::uuid[], $3::uuid[], $4::bigint[]) AS entry`,
    values: [
      bucket,
      entries.map((entry) => entry.accountId),
      entries.map((entry) => entry.transferId),
      entries.map((entry) => entry.amount.toString()),
      bookedAt,
    ],
  };
  transaction.insert(statement);
}

/**
 * Moves the balances by their deltas, late in the last group before the commit: the rows of payers are locked by then, those
 * of clearing accounts, which many servers share, are locked by this update only, and so for a short time. Two servers
 * that meet on several of them in another order are told apart by the database; one of them decides its batch again.
 */
export function writeBalances(
  transaction: Transaction,
  bucket: number,
  deltas: ReadonlyMap<string, bigint>,
): void {
  const moved = [...deltas]
    .filter(([, delta]) => delta !== 0n)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  if (moved.length === 0) return;
  const statement = {
    name: 'platform.move_balances',
    text: `UPDATE platform.accounts AS account SET balance = account.balance + moved.delta
      FROM unnest($2::uuid[], $3::bigint[]) AS moved (account_id, delta)
      WHERE account.bucket = $1 AND account.account_id = ANY($2::uuid[]) AND account.account_id = moved.account_id`,
    values: [bucket, moved.map(([accountId]) => accountId), moved.map(([, delta]) => delta.toString())],
  };
  transaction.write(statement, moved.length);
}

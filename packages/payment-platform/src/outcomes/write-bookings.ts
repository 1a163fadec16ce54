import type { Transaction } from '@tallystick/postgres';
import type { Entry } from '../ledger/decide-bookings.ts';

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

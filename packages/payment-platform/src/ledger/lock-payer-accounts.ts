import type { Transaction } from '@tallystick/postgres';
import type { PayerAccount } from './decide-bookings.ts';

interface AccountRow {
  readonly account_id: string;
  readonly currency: string;
  readonly balance: bigint;
  readonly floor: bigint;
}

/** Locks payer accounts in the order of their ids, so that two servers can’t wait for each other. */
export async function lockPayerAccounts(
  transaction: Transaction,
  bucket: number,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, PayerAccount>> {
  if (accountIds.length === 0) return new Map();
  const rows = await transaction.read<AccountRow>({
    name: 'platform.lock_payer_accounts',
    text: `SELECT account_id, currency, balance, floor FROM platform.accounts
      WHERE bucket = $1 AND account_id = ANY($2::uuid[]) AND kind = 'payer' ORDER BY account_id FOR UPDATE`,
    values: [bucket, [...new Set(accountIds)]],
  });
  return new Map(
    rows.map((row) => [
      row.account_id,
      { accountId: row.account_id, currency: row.currency, balance: row.balance, floor: row.floor },
    ]),
  );
}

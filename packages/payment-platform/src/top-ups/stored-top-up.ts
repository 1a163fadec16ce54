import type { Transaction } from '@tallystick/postgres';
import type { TopUp, TopUpRequest } from './top-up.ts';

interface TopUpRow {
  readonly transfer_id: string;
  readonly amount: bigint;
  readonly created_at: Date;
}

/** The top-up that was booked under this id, in the currency of its account; undefined where there is none. */
export async function readTopUp(
  transaction: Transaction,
  bucket: number,
  { accountId, topUpId, amount: { currency } }: TopUpRequest,
): Promise<TopUp | undefined> {
  const [row] = await transaction.read<TopUpRow>({
    name: 'platform.find_top_up',
    text: `SELECT transfer_id, amount, created_at FROM platform.top_ups
      WHERE bucket = $1 AND account_id = $2 AND top_up_id = $3`,
    values: [bucket, accountId, topUpId],
  });
  if (row === undefined) return undefined;
  return {
    topUpId,
    accountId,
    amount: { minorUnits: row.amount, currency },
    transferId: row.transfer_id,
    bookedAt: row.created_at,
  };
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

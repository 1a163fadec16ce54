import type { Money } from '@tallystick/foundation';
import type { Transaction } from '@tallystick/postgres';

export interface TopUpRequest {
  /** Made by the caller, so that a lost answer can be asked for again; unique within the account. */
  readonly topUpId: string;
  readonly accountId: string;
  readonly amount: Money;
}

export interface TopUp extends TopUpRequest {
  readonly transferId: string;
  readonly bookedAt: Date;
}

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

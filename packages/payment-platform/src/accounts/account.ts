import type { Money } from '@tallystick/foundation';

/** A payer’s account. */
export interface Account {
  readonly accountId: string;
  /** 0 to 63, for ever; every credential that pays from this account has it in its number. */
  readonly shard: number;
  readonly name: string;
  readonly balance: Money;
  readonly createdAt: Date;
}

export interface AccountRow {
  readonly account_id: string;
  readonly shard: number;
  readonly name: string;
  readonly currency: string;
  readonly balance: bigint;
  readonly created_at: Date;
}

export const accountColumns = 'account_id, shard, name, currency, balance, created_at';

export function toAccount(row: AccountRow): Account {
  return {
    accountId: row.account_id,
    shard: row.shard,
    name: row.name,
    balance: { minorUnits: row.balance, currency: row.currency },
    createdAt: row.created_at,
  };
}

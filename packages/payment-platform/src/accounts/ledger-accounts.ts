import type { BucketedContext } from '../platform-context.ts';
import { createBoundedCache } from '../api-keys/bounded-cache.ts';
import { accountIdInShard } from './account-id.ts';
import { findClearingAccount } from './find-clearing-account.ts';

/** Finds the accounts on the other side of payers’ money, and opens them when they are first needed. */
export interface LedgerAccounts {
  /** What a merchant has earned in a currency, from the payers of one bucket. */
  clearingAccountId(merchantId: string, currency: string, bucket: number): Promise<string>;
  /** Where a currency’s money enters and leaves, for the payers of one bucket. */
  fundingAccountId(currency: string, bucket: number): Promise<string>;
}

interface Wanted {
  readonly kind: 'clearing' | 'funding';
  readonly merchantId: string | null;
  readonly name: string;
  readonly currency: string;
  readonly bucket: number;
}

/** A hundred thousand merchants of one currency and bucket; an entry is some 200 bytes. */
const maximumCachedAccounts = 100_000;

/** The ids never change, so that they may be remembered for as long as there is room. */
export function createLedgerAccounts(context: Omit<BucketedContext, 'bucketCount'>): LedgerAccounts {
  const ids = createBoundedCache<string>({ maximumEntries: maximumCachedAccounts, freshMs: Infinity });

  async function accountIdOf(wanted: Wanted): Promise<string> {
    const cacheKey = `${wanted.bucket}/${wanted.currency}/${wanted.merchantId ?? 'funding'}`;
    const cached = ids.get(cacheKey, 0);
    if (cached !== undefined) return cached;
    const accountId = (await find(context, wanted)) ?? (await open(context, wanted));
    ids.set(cacheKey, accountId, 0);
    return accountId;
  }

  return {
    clearingAccountId: (merchantId, currency, bucket) =>
      accountIdOf({ kind: 'clearing', merchantId, name: 'Clearing', currency, bucket }),
    fundingAccountId: (currency, bucket) =>
      accountIdOf({ kind: 'funding', merchantId: null, name: 'Funding', currency, bucket }),
  };
}

/**
 * Opens the account in a statement of its own, not in the caller’s transaction: it is empty, so it harms nobody when the
 * caller then fails, and no batch waits for another that opens the same one.
 */
async function open(context: Omit<BucketedContext, 'bucketCount'>, wanted: Wanted): Promise<string> {
  const nowMs = context.clock.nowMs();
  // A bucket is the shard modulo the bucket count, so that the shard of the bucket’s own number always lies in it.
  const shard = wanted.bucket;
  await context.database.query({
    name: 'platform.insert_ledger_account',
    text: `INSERT INTO platform.accounts (bucket, account_id, shard, kind, merchant_id, name, currency, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
    values: [
      wanted.bucket,
      accountIdInShard(nowMs, shard),
      shard,
      wanted.kind,
      wanted.merchantId,
      wanted.name,
      wanted.currency,
      new Date(nowMs),
    ],
  });
  const accountId = await find(context, wanted);
  if (accountId === undefined) throw new Error('the ledger account has just been opened and is not there');
  return accountId;
}

async function find(
  { database }: Pick<BucketedContext, 'database'>,
  { kind, merchantId, currency, bucket }: Wanted,
): Promise<string | undefined> {
  const [row] = await database.query<{ account_id: string }>(
    kind === 'clearing'
      ? findClearingAccount({ bucket, merchantId, currency })
      : {
          name: 'platform.find_funding_account',
          text: `SELECT account_id FROM platform.accounts WHERE kind = 'funding' AND bucket = $1 AND currency = $2`,
          values: [bucket, currency],
        },
  );
  return row?.account_id;
}

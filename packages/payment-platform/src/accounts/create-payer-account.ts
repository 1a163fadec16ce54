import { bucketOfShard, currencyExponent, TallyError, uuidV7 } from '@tallystick/foundation';
import type { BucketedContext } from '../platform-context.ts';
import { shardOfAccountId } from './account-id.ts';
import type { Account } from './account.ts';

/** A payer can’t owe. */
const floorMinorUnits = 0;

/**
 * Opens an empty account for a payer.
 *
 * @throws TallyError `currency_unknown`.
 */
export async function createPayerAccount(
  { database, clock, bucketCount }: BucketedContext,
  { name, currency }: { readonly name: string; readonly currency: string },
): Promise<Account> {
  if (currencyExponent(currency) === undefined)
    throw new TallyError('currency_unknown', { field: '/currency' });
  const createdAt = new Date(clock.nowMs());
  const accountId = uuidV7(createdAt.getTime());
  const shard = shardOfAccountId(accountId);
  await database.query({
    name: 'platform.insert_payer_account',
    text: `INSERT INTO platform.accounts (bucket, account_id, shard, kind, name, currency, floor, created_at)
      VALUES ($1, $2, $3, 'payer', $4, $5, $6, $7)`,
    values: [bucketOfShard(shard, bucketCount), accountId, shard, name, currency, floorMinorUnits, createdAt],
  });
  return { accountId, shard, name, balance: { minorUnits: 0n, currency }, createdAt };
}

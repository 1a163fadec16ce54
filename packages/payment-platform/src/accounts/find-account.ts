import { bucketOfShard, TallyError } from '@tallystick/foundation';
import type { BucketedContext } from '../platform-context.ts';
import { shardOfAccountId } from './account-id.ts';
import { accountColumns, toAccount, type Account, type AccountRow } from './account.ts';

/**
 * A payer’s account with its balance.
 *
 * @throws TallyError `account_unknown`.
 */
export async function findAccount(
  { database, bucketCount }: Omit<BucketedContext, 'clock'>,
  { accountId }: { readonly accountId: string },
): Promise<Account> {
  const [row] = await database.query<AccountRow>({
    name: 'platform.find_account',
    text: `SELECT ${accountColumns} FROM platform.accounts
      WHERE bucket = $1 AND account_id = $2 AND kind = 'payer'`,
    values: [bucketOfShard(shardOfAccountId(accountId), bucketCount), accountId],
  });
  if (row === undefined) throw new TallyError('account_unknown');
  return toAccount(row);
}

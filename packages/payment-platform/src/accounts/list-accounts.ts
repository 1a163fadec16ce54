import type { Statement } from '@tallystick/postgres';
import { beforeEveryId, pageOf, pageSize, type Page, type PageRequest } from '../page.ts';
import { readAcrossBuckets } from '../lists/read-across-buckets.ts';
import type { BucketedContext } from '../platform-context.ts';
import { accountColumns, toAccount, type Account, type AccountRow } from './account.ts';

/** Payer accounts of all buckets in the order of their creation. */
export async function listAccounts(
  { database, bucketCount }: Omit<BucketedContext, 'clock'>,
  { after = beforeEveryId }: PageRequest,
): Promise<Page<Account>> {
  const rows = await readAcrossBuckets(
    bucketCount,
    pageSize + 1,
    (bucket) => database.query<AccountRow>(listStatement(bucket, after)),
    (left, right) => (left.account_id < right.account_id ? -1 : 1),
  );
  return pageOf(rows.map(toAccount), (account) => account.accountId);
}

function listStatement(bucket: number, after: string): Statement {
  return {
    name: 'platform.list_accounts',
    text: `SELECT ${accountColumns} FROM platform.accounts
      WHERE bucket = $1 AND kind = 'payer' AND account_id > $2 ORDER BY account_id LIMIT $3`,
    values: [bucket, after, pageSize + 1],
  };
}

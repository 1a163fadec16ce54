import { beforeEveryId, pageOf, pageSize, type Page, type PageRequest } from '../page.ts';
import type { PlatformContext } from '../platform-context.ts';
import { accountColumns, toAccount, type Account, type AccountRow } from './account.ts';

/** Payer accounts of all buckets in the order of their creation. */
export async function listAccounts(
  { database }: Pick<PlatformContext, 'database'>,
  { after = beforeEveryId }: PageRequest,
): Promise<Page<Account>> {
  const rows = await database.query<AccountRow>({
    name: 'platform.list_accounts',
    text: `SELECT ${accountColumns} FROM platform.accounts
      WHERE kind = 'payer' AND account_id > $1 ORDER BY account_id LIMIT $2`,
    values: [after, pageSize + 1],
  });
  return pageOf(rows.map(toAccount), (account) => account.accountId);
}

import type { Database } from '@tallystick/postgres';

/** The whole ledger in one currency, in sums that must be zero. */
export interface LedgerTotals {
  readonly currency: string;
  readonly accountCount: number;
  readonly entryCount: number;
  /** Minor units; zero, because the entries of every transfer sum to zero. */
  readonly entriesSum: string;
  /** Minor units; zero, because a balance is the sum of its entries. */
  readonly balancesSum: string;
}

/** One statement, so that it sees one moment while payments go on. */
const totalsByCurrency = `
  SELECT currency, count(*)::int AS "accountCount", coalesce(sum(entry_count), 0)::int AS "entryCount",
    coalesce(sum(total), 0)::text AS "entriesSum", sum(balance)::text AS "balancesSum"
  FROM platform.accounts AS account
  LEFT JOIN (SELECT bucket, account_id, count(*) AS entry_count, sum(amount) AS total
    FROM platform.entries GROUP BY bucket, account_id) AS entries USING (bucket, account_id)
  GROUP BY currency ORDER BY currency`;

/** What the ledger adds up to, for people to see; `ledgerDifferences` is the check. */
export async function ledgerTotals(
  database: Database,
  options: { readonly statementTimeoutMs: number },
): Promise<readonly LedgerTotals[]> {
  return database.transaction(
    (transaction) => transaction.read<LedgerTotals>({ name: '', text: totalsByCurrency, values: [] }),
    options,
  );
}

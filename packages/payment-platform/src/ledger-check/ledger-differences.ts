import type { Database } from '@tallystick/postgres';
import { ledgerRules, type LedgerRule } from './ledger-rules.ts';

/** One place where the ledger breaks its law. */
export interface LedgerDifference {
  readonly rule: LedgerRule['name'];
  readonly bucket: number;
  /** The account or transfer. */
  readonly subject: string;
  readonly expected: string;
  readonly found: string;
}

type DifferenceRow = Omit<LedgerDifference, 'rule'>;

/** Enough to see what went wrong; a ledger with more is not mended line by line. */
const maximumPerRule = 100;
/** A ledger of millions of entries is read whole. */
const statementTimeoutMs = 600_000;

/**
 * Checks the whole ledger, also while payments go on.
 *
 * @returns what breaks its law, at most a hundred places for each rule; empty where all is well.
 */
export async function ledgerDifferences(
  database: Database,
  options: { readonly statementTimeoutMs?: number } = {},
): Promise<readonly LedgerDifference[]> {
  return database.transaction(
    async (transaction) => {
      const found: LedgerDifference[] = [];
      for (const { name, query } of ledgerRules) {
        const text = `${query} ORDER BY bucket, subject LIMIT ${maximumPerRule}`;
        const rows = await transaction.read<DifferenceRow>({ name: '', text, values: [] });
        found.push(...rows.map((row) => ({ rule: name, ...row })));
      }
      return found;
    },
    { statementTimeoutMs, ...options },
  );
}

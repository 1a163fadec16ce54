import type { Database } from '@tallystick/postgres';
import { databaseDifferences } from '@tallystick/integrity';

/** One thing without which a rate means nothing. */
export interface Check {
  readonly what: string;
  readonly holds: boolean;
  /** What was counted. */
  readonly found: string;
}

export interface Acknowledged {
  /** Payment ids of the approved answers that the load generator has read. */
  readonly payments: ReadonlySet<string>;
  /** Payment ids of the claims whose verdicts `genuine` it has got without a payment. */
  readonly verifications: ReadonlySet<string>;
}

/** Where the payments of a run are, and where its verifications without a payment. */
export interface MeasuredDatabases {
  readonly database: Database;
  readonly verifications: Database;
}

/** Compares what was answered with what is stored, id by id, and checks the whole ledger. */
export async function checkValidity(
  { database, verifications }: MeasuredDatabases,
  acknowledged: Acknowledged,
): Promise<readonly Check[]> {
  const approved = await idsOf(database, approvedPayments);
  const burnt = await idsOf(database, genuineVerdicts);
  const verified = await idsOf(verifications, genuineVerdicts);
  const differences = await databaseDifferences(database);
  const sum = await sumOfEntries(database);
  return [
    sameIds('approved answers = payments stored as approved', acknowledged.payments, approved),
    sameIds('approved answers = codes stored as burnt', acknowledged.payments, burnt),
    sameIds('genuine verdicts = codes stored as burnt', acknowledged.verifications, verified),
    { what: 'the entries of all accounts sum to zero', holds: sum === '0', found: sum },
    {
      what: 'every transfer sums to zero, every balance is the sum of its entries, every payment has its two',
      holds: differences.length === 0,
      found: differences.length === 0 ? 'no difference' : JSON.stringify(differences.slice(0, 3)),
    },
  ];
}

/** Counts would also agree where one payment was lost and another one stored twice. */
export function sameIds(what: string, answered: ReadonlySet<string>, stored: readonly string[]): Check {
  const storedIds = new Set(stored);
  const lost = [...answered].filter((id) => !storedIds.has(id)).length;
  const unasked = [...storedIds].filter((id) => !answered.has(id)).length;
  const twice = stored.length - storedIds.size;
  return {
    what,
    holds: lost === 0 && unasked === 0 && twice === 0,
    found: `${answered.size} answered, ${stored.length} stored; ${lost} lost, ${unasked} never answered, ${twice} twice`,
  };
}

const approvedPayments = `SELECT payment_id FROM platform.payments WHERE outcome = 'approved'`;
const genuineVerdicts = `SELECT payment_id FROM authentication.verdicts WHERE verdict = 'genuine'`;

async function idsOf(database: Database, text: string): Promise<readonly string[]> {
  const rows = await database.query<{ payment_id: string }>({ name: '', text, values: [] });
  return rows.map((row) => row.payment_id);
}

async function sumOfEntries(database: Database): Promise<string> {
  const text = 'SELECT coalesce(sum(amount), 0)::text AS total FROM platform.entries';
  const [row] = await database.query<{ total: string }>({ name: '', text, values: [] });
  return row?.total ?? 'nothing';
}

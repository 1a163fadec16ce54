import type { Database, Statement } from '@tallystick/postgres';

/** Thrown to take back what an INSERT has written. */
class Enough extends Error {}

/**
 * The buckets that a statement reads, locks or writes in a database whose tables are empty and have a partition a bucket:
 * those that are left in its plan, and where it inserts, those that its rows went to.
 */
export async function bucketsOfStatement(
  database: Database,
  tables: readonly string[],
  statement: Statement,
): Promise<readonly number[]> {
  const buckets = new Set<number>();
  const plan = await database.query<Record<string, string>>({
    ...statement,
    name: '',
    text: `EXPLAIN ${statement.text}`,
  });
  for (const line of plan.flatMap((row) => Object.values(row)))
    for (const [, bucket] of line.matchAll(/ on \w+_bucket_([0-9]+)\b/g)) buckets.add(Number(bucket));
  if (/^\s*INSERT/i.test(statement.text))
    for (const bucket of await bucketsWritten(database, tables, statement)) buckets.add(bucket);
  return [...buckets];
}

async function bucketsWritten(
  database: Database,
  tables: readonly string[],
  statement: Statement,
): Promise<readonly number[]> {
  let found: readonly { readonly bucket: number }[] = [];
  try {
    await database.transaction(async (transaction) => {
      await transaction.read({ ...statement, name: '' });
      const texts = tables.map((table) => `SELECT bucket FROM ${table}`);
      found = await transaction.read({ name: '', text: texts.join(' UNION '), values: [] });
      throw new Enough();
    });
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  }
  return found.map(({ bucket }) => bucket);
}

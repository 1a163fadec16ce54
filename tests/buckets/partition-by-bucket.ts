import type { Database } from '@tallystick/postgres';

/** More than one, so that it shows where a statement looks into another. */
export const bucketCount = 4;

interface TableRow {
  readonly name: string;
}

/**
 * Gives every table that has a bucket a partition for each, as they would lie on a distributed engine: `payments_b0` and so
 * on. What PostgreSQL plans for a statement then tells into which buckets it looks.
 */
export async function partitionByBucket(database: Database): Promise<readonly string[]> {
  const tables = await database.query<TableRow>({
    name: '',
    text: `SELECT table_schema || '.' || table_name AS name FROM information_schema.columns
      WHERE column_name = 'bucket' AND table_schema IN ('platform', 'authentication') ORDER BY 1`,
    values: [],
  });
  for (const { name } of tables) await partition(database, name);
  return tables.map(({ name }) => name);
}

async function partition(database: Database, table: string): Promise<void> {
  const [schema, name] = table.split('.');
  const partitions = Array.from(
    { length: bucketCount },
    (_, bucket) => `CREATE TABLE ${table}_b${bucket} PARTITION OF ${table} FOR VALUES IN (${bucket})`,
  );
  const statements = [
    `ALTER TABLE ${table} RENAME TO ${name}_whole`,
    `CREATE TABLE ${table} (LIKE ${schema}.${name}_whole INCLUDING ALL) PARTITION BY LIST (bucket)`,
    ...partitions,
    `INSERT INTO ${table} SELECT * FROM ${schema}.${name}_whole`,
    `DROP TABLE ${schema}.${name}_whole`,
  ];
  await database.query({ name: '', text: statements.join('; '), values: [] });
}

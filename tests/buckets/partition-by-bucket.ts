import type { Database } from '@tallystick/postgres';

interface TableRow {
  readonly schema: string;
  readonly name: string;
}

/** Turns every table that is keyed by bucket into one with a partition a bucket, all empty. Returns their names. */
export async function partitionByBucket(database: Database, bucketCount: number): Promise<readonly string[]> {
  const tables = await database.query<TableRow>({
    name: '',
    text: `SELECT table_schema AS schema, table_name AS name FROM information_schema.columns
      WHERE column_name = 'bucket' AND table_schema IN ('platform', 'authentication')`,
    values: [],
  });
  for (const { schema, name } of tables) {
    const whole = `${schema}.${name}`;
    const partitions = Array.from(
      { length: bucketCount },
      (_, bucket) =>
        `CREATE TABLE ${whole}_bucket_${bucket} PARTITION OF ${whole} FOR VALUES IN (${bucket});`,
    );
    // Fails where a unique index leaves out the bucket.
    await database.transaction((transaction) =>
      transaction.read({
        name: '',
        text: `DO $$ BEGIN
            ALTER TABLE ${whole} RENAME TO whole;
            CREATE TABLE ${whole} (LIKE ${schema}.whole INCLUDING ALL) PARTITION BY LIST (bucket);
            DROP TABLE ${schema}.whole;
            ${partitions.join('\n')}
          END $$`,
        values: [],
      }),
    );
  }
  return tables.map(({ schema, name }) => `${schema}.${name}`);
}

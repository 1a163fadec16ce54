import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';
import { authenticationMigrations } from '@tallystick/authentication-server';
import { platformMigrations } from '@tallystick/payment-platform';
import { startTestDatabase } from '@tallystick/postgres/testing';
import { recordedStatements } from '../support/recorded-statements.ts';
import { bucketsOfStatement } from './buckets-of-statement.ts';
import { partitionByBucket } from './partition-by-bucket.ts';
import { statementsAbout } from './statements-of-sources.ts';

/**
 * The whole suite of payments on databases that were made with 64 buckets: the tills see no difference. All its files run in
 * this one process, and what they send is looked at in the end.
 */
process.env['TALLY_TEST_BUCKETS'] = '64';

const folder = new URL('../payments/', import.meta.url);
for (const name of (await readdir(folder)).toSorted()) {
  if (name.endsWith('.test.ts')) await import(new URL(name, folder).href);
}
await import('./places.ts');
await import('./other-paths.ts');

void test('every statement of the money and credential paths is about one bucket', async () => {
  const server = await startTestDatabase([
    ...(await authenticationMigrations()),
    ...(await platformMigrations()),
  ]);
  try {
    const tables = await partitionByBucket(server.database, 64);
    const aboutTables = recordedStatements().filter(({ text }) =>
      tables.some((table) => text.includes(table)),
    );
    for (const statement of aboutTables) {
      const buckets = await bucketsOfStatement(server.database, tables, statement);
      assert.equal(buckets.length, 1, `${buckets.join(', ')}: ${statement.name} ${statement.text}`);
    }
    const sent = new Set(aboutTables.map(({ name }) => name));
    const unsent = statementsAbout(tables).filter((name) => !sent.has(name));
    assert.deepEqual(unsent, [], 'every statement of the sources was sent and looked at');
  } finally {
    await server.stop();
  }
});

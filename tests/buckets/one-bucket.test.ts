import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openDatabase } from '@tallystick/postgres';
import { isPackageSource, isTestCode } from '../house/house-file.ts';
import { readHouseFiles } from '../house/read-house-files.ts';
import { statementsOf } from '../house/tidy/check-statements.ts';
import { openGate } from '../interleavings/gate/open-gate.ts';
import { openTestShop, type TestShop } from '../payments/test-shop.ts';
import { bucketCount, partitionByBucket } from './partition-by-bucket.ts';
import { bucketsLookedInto } from './buckets-looked-into.ts';
import { recordStatements, type RunStatement } from './record-statements.ts';
import { runEveryPath } from './run-every-path.ts';

/**
 * Every statement about money or credentials names its bucket (DESIGN §6), so that one node of many could answer it. Here
 * PostgreSQL is asked: the tables have a partition for each bucket, everything that can happen happens once, and the plan of
 * each statement says where it looks.
 */
let shop: TestShop;
let tables: readonly string[];
let statements: readonly RunStatement[];

/** They look everywhere, and may: nobody waits for them, or an operator asks for all. */
const lookEverywhere: ReadonlySet<string> = new Set([
  'authentication.forget_step_holds',
  'platform.forget_recent_payments',
  'platform.list_accounts',
]);

/** Sent on no path of this test: by a mutant of the race test, and by a terminal that can't prove its keys. */
const notSent: ReadonlySet<string> = new Set([
  'authentication.count_wrong_proof',
  'authentication.read_credentials',
]);

before(async () => {
  shop = await openTestShop();
  tables = await partitionByBucket(shop.database);
  const recording = recordStatements();
  const { onAsk } = recording;
  const gate = await openGate(shop.connection, { grain: 'round_trip', rewritings: [], onAsk });
  const database = await openDatabase(gate.target);
  const system = await shop.openServer(database);
  await runEveryPath(shop, system, await shop.openTill());
  statements = recording.statements();
  await system.close();
  await database.close();
  await gate.close();
});

after(() => shop.close());

void test('each statement about money or credentials looks into one bucket', async (t) => {
  const looks = await Promise.all(
    statements.map(async (statement) => ({
      name: statement.name,
      buckets: await bucketsLookedInto(shop.database, statement),
    })),
  );
  t.diagnostic(`${looks.filter(({ buckets }) => buckets.size > 0).length} statements look into a bucket`);
  const everywhere = looks.filter(({ buckets }) => buckets.size > 1).map(({ name }) => name);
  assert.deepEqual(new Set(everywhere), lookEverywhere);
});

void test('what is written is all in the one bucket that was meant', async () => {
  for (const table of tables) {
    const text = `SELECT DISTINCT bucket FROM ${table} WHERE bucket <> 0`;
    assert.deepEqual(await shop.database.query({ name: '', text, values: [] }), [], table);
  }
});

void test('no statement about a table with buckets was left out', () => {
  const sent = new Set(statements.map(({ name }) => name.replace(/:counted$/, '')));
  const named = new RegExp(`\\b(?:${tables.join('|').replaceAll('.', '\\.')})\\b`);
  const missing = readHouseFiles()
    .filter(({ path }) => isPackageSource(path) && !isTestCode(path))
    .flatMap(statementsOf)
    .filter(({ name, text }) => named.test(text) && !sent.has(name))
    .map(({ name }) => name);
  assert.deepEqual(new Set(missing), notSent);
});

void test('a statement that forgets its bucket is seen to look into all', async () => {
  const text = 'SELECT balance FROM platform.accounts WHERE account_id = $1';
  const values = [`'00000000-0000-7000-8000-000000000000'`];
  const buckets = await bucketsLookedInto(shop.database, { name: 'forgetful', text, values });
  assert.equal(buckets.size, bucketCount);
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTestDatabase, type TestServer } from '../testing/start-test-database.ts';
import { openTap } from '../testing/tap.ts';
import type { Database } from './database.ts';
import { openDatabase } from './open-database.ts';
import type { Statement } from './statement.ts';

let server: TestServer;
let database: Database;

before(async () => {
  const schema =
    'CREATE TABLE public.counters (id text PRIMARY KEY, value bigint NOT NULL CHECK (value < 1000))';
  server = await startTestDatabase([{ id: 'test/001', sql: schema }]);
  database = server.database;
});
after(() => server.stop());

const insert = (id: string, value: unknown): Statement => ({
  name: 'insert_counter',
  text: 'INSERT INTO public.counters (id, value) VALUES ($1, $2)',
  values: [id, value],
});
const add = (id: string): Statement => ({
  name: 'add_to_counter',
  text: 'UPDATE public.counters SET value = value + 1 WHERE id = $1',
  values: [id],
});
const select = (id: string): Statement => ({
  name: 'select_counter',
  text: 'SELECT value FROM public.counters WHERE id = $1',
  values: [id],
});
async function valueOf(id: string): Promise<bigint | undefined> {
  const rows = await database.query<{ value: bigint }>(select(id));
  return rows[0]?.value;
}

test('the writes of a transaction are stored together, in the order of the calls', async () => {
  const answer = await database.transaction((transaction) => {
    transaction.write(insert('order', 1n), 1);
    transaction.write(add('order'), 1);
    return Promise.resolve('done');
  });
  assert.equal(answer, 'done');
  assert.equal(await valueOf('order'), 2n);
});

test('work that throws stores nothing, and its error arrives', async () => {
  const work = database.transaction(async (transaction) => {
    await transaction.read(insert('thrown', 1n));
    throw new RangeError('of the work');
  });
  await assert.rejects(work, new RangeError('of the work'));
  assert.equal(await valueOf('thrown'), undefined);
});

test('a write that changes another number of rows than promised stores nothing, and the work is run again', async () => {
  await database.query(insert('present', 0n));
  let runs = 0;
  await database.transaction(async (transaction) => {
    runs += 1;
    await transaction.read(select('present'));
    transaction.write(add('present'), 1);
    transaction.write(add(runs === 1 ? 'absent' : 'present'), 1);
  });
  assert.equal(runs, 2);
  assert.equal(await valueOf('present'), 2n);
});

test('a transaction that always loses is run eight times and then told to come again', async () => {
  let runs = 0;
  const work = database.transaction((transaction) => {
    runs += 1;
    transaction.write(add('absent'), 1);
    return Promise.resolve();
  });
  await assert.rejects(work, (error: Error & { code?: string }) => {
    assert.equal(error.code, 'overloaded');
    assert.match(String(error.cause), /0 rows were changed where 1 were expected/);
    return true;
  });
  assert.equal(runs, 8);
});

test('two transactions that read the same row and write it under a condition both count', async () => {
  await database.query(insert('raced', 0n));
  const addOne = () =>
    database.transaction(async (transaction) => {
      const [row] = await transaction.read<{ value: bigint }>(select('raced'));
      const text = 'UPDATE public.counters SET value = $2 WHERE id = $1 AND value = $3';
      const before = row?.value ?? 0n;
      transaction.write({ name: 'compare_and_set', text, values: ['raced', before + 1n, before] }, 1);
    });
  await Promise.all([addOne(), addOne(), addOne()]);
  assert.equal(await valueOf('raced'), 3n);
});

test('work that overlooks a failed statement is not taken for stored', async () => {
  const work = database.transaction(async (transaction) => {
    await transaction.read(insert('overlooked', 5000n)).catch(() => undefined);
    transaction.write(insert('overlooked', 1n), 1);
  });
  await assert.rejects(work, /counters_value_check/);
  assert.equal(await valueOf('overlooked'), undefined);
});

test('a read that nobody waited for still counts', async () => {
  const work = database.transaction((transaction) => {
    void transaction.read(insert('unwatched', 5000n)).catch(() => undefined);
    return Promise.resolve();
  });
  await assert.rejects(work, /counters_value_check/);
});

test('a write whose value can’t be encoded keeps the others from being stored', async () => {
  const circular: { self?: unknown } = {};
  circular.self = circular;
  const work = database.transaction((transaction) => {
    transaction.write(insert('before', 1n), 1);
    transaction.write(insert('circular', circular), 1);
    return Promise.resolve();
  });
  await assert.rejects(work, /circular/);
  assert.equal(await valueOf('before'), undefined);
});

test('one name for two texts keeps the other writes from being stored', async () => {
  const work = database.transaction((transaction) => {
    transaction.write(insert('first', 1n), 1);
    transaction.write({ ...add('first'), name: 'insert_counter' }, 1);
    return Promise.resolve();
  });
  await assert.rejects(work, /must be unique/);
  assert.equal(await valueOf('first'), undefined);
});

test('a statement that comes after the end is refused, so that it can’t land in another transaction', async () => {
  let late: (() => Promise<unknown>) | undefined;
  await database.transaction(async (transaction) => {
    await transaction.read(select('present'));
    late = () => transaction.read(select('present'));
  });
  await assert.rejects(async () => late?.(), /after the end/);
});

test('a failed row’s columns are not in the error', async () => {
  const error: unknown = await database.query(insert('a secret', 5000n)).catch((reason: unknown) => reason);
  assert.ok(error instanceof Error);
  assert.ok(!JSON.stringify({ ...error, message: error.message }).includes('a secret'));
});

test('when the answer to COMMIT is lost the caller is told that nothing is known, and the work is not run again', async (t) => {
  const tap = await openTap(server.server.connection);
  const tapped = await openDatabase(tap.target);
  t.after(async () => {
    await tapped.close();
    await tap.close();
  });
  tap.cutAfter('COMMIT');
  let runs = 0;
  const work = tapped.transaction((transaction) => {
    runs += 1;
    transaction.write(insert('unknown', 1n), 1);
    return Promise.resolve();
  });
  await assert.rejects(work, { code: 'database_unavailable' });
  assert.equal(runs, 1);
  assert.equal(await valueOf('unknown'), 1n);
});

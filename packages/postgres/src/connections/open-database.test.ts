import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { startTestDatabase, type TestServer } from '../testing/start-test-database.ts';
import { openTap } from '../testing/tap.ts';
import { openDatabase } from './open-database.ts';
import type { Statement } from './statement.ts';

let server: TestServer;

before(async () => {
  server = await startTestDatabase();
});
after(() => server.stop());

const ask = (text: string, ...values: readonly unknown[]): Statement => ({ name: '', text, values });

test('bigint columns arrive as bigint, alone and in arrays', async () => {
  const text = `SELECT $1::bigint AS big, ARRAY[1, NULL, -9007199254740993]::bigint[] AS many, '{}'::bigint[] AS none`;
  const [row] = await server.database.query(ask(text, 2n ** 62n));
  assert.deepEqual({ ...row }, { big: 2n ** 62n, many: [1n, null, -9007199254740993n], none: [] });
});

test('times arrive as dates, char(n) and numeric as text, bytes as buffers', async () => {
  const time = new Date('2026-11-23T20:00:00.123Z');
  const text = `SELECT $1::timestamptz AS time, 'EUR'::char(3) AS currency, 1.50::numeric AS number, $2::bytea AS bytes`;
  const [row] = await server.database.query(ask(text, time, new Uint8Array([1, 2])));
  assert.deepEqual({ ...row }, { time, currency: 'EUR', number: '1.50', bytes: Buffer.from([1, 2]) });
});

test('a database is reached by its DATABASE_URL', async () => {
  const { databaseUrl } = await server.createEmptyDatabase();
  const database = await openDatabase(databaseUrl);
  const [row] = await database.query(ask('SELECT current_database() AS name'));
  await database.close();
  assert.deepEqual({ ...row }, { name: 'test_1' });
});

test('where nobody listens the database is unavailable', async () => {
  const directory = await mkdtemp('/tmp/tallystick-nobody-');
  const target = { host: directory, port: 5432, user: 'tallystick', database: 'postgres' };
  await assert.rejects(openDatabase(target), { code: 'database_unavailable' });
  await rm(directory, { recursive: true });
  await assert.rejects(openDatabase({ ...target, host: '127.0.0.1', port: 1 }), {
    code: 'database_unavailable',
  });
});

test('a database that does not exist is named', async () => {
  const target = { ...server.server.connection, database: 'nowhere' };
  await assert.rejects(openDatabase(target), {
    code: 'database_unavailable',
    message: 'The database could not be opened: database "nowhere" does not exist.',
  });
});

test('a password in a DATABASE_URL that can’t be read is in no error', async () => {
  const error: unknown = await openDatabase('postgresql://user:secret@host:port/x').catch((e: unknown) => e);
  assert.ok(error instanceof Error);
  assert.ok(!JSON.stringify(error, Object.getOwnPropertyNames(error)).includes('secret'));
});

test('a statement that takes too long is ended by the database, and the connection serves on', async (t) => {
  const database = await openDatabase(server.server.connection, {
    statementTimeoutMs: 20,
    maximumConnections: 1,
  });
  t.after(() => database.close());
  await assert.rejects(database.query(ask('SELECT pg_sleep(5)')), { code: 'database_unavailable' });
  assert.equal((await database.query(ask('SELECT 1'))).length, 1);
});

test('callers beyond the limit are told at once that there are too many', async (t) => {
  const options = { maximumConnections: 1, maximumWaiting: 1, statementTimeoutMs: 50 };
  const database = await openDatabase(server.server.connection, options);
  t.after(() => database.close());
  const first = assert.rejects(database.query(ask('SELECT pg_sleep(5)')), { code: 'database_unavailable' });
  await new Promise((resolve) => setImmediate(resolve));
  const second = database.query(ask('SELECT 1'));
  await assert.rejects(database.query(ask('SELECT 1')), { code: 'overloaded' });
  await first;
  assert.equal((await second).length, 1);
});

test('a pool whose connections were ended by the database works again at the next use', async (t) => {
  const database = await openDatabase(server.server.connection, { maximumConnections: 1 });
  t.after(() => database.close());
  const [row] = await database.query<{ id: number }>(ask('SELECT pg_backend_pid() AS id'));
  await server.database.query(ask('SELECT pg_terminate_backend($1, 5000)', row?.id));
  const ended: unknown = await database.query(ask('SELECT 1')).catch((error: unknown) => error);
  if (ended instanceof Error) assert.equal('code' in ended && ended.code, 'database_unavailable');
  assert.equal((await database.query(ask('SELECT 1'))).length, 1);
});

test('a server that falls silent is left after our own limit', async (t) => {
  const tap = await openTap(server.server.connection);
  const database = await openDatabase(tap.target, { statementTimeoutMs: 10, answerGraceMs: 10 });
  t.after(async () => {
    await database.close();
    await tap.close();
  });
  tap.fallSilent();
  await assert.rejects(database.query(ask('SELECT 1')), { code: 'database_unavailable' });
});

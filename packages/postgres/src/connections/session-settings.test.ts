import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import { TallyError } from '@tallystick/foundation';
import { waitUntil } from '../embedded/process-table.ts';
import { afterwards } from '../testing/afterwards.ts';
import { startOperatorsPostgres } from '../testing/operators-postgres.ts';
import { connectionUrl, type ConnectionTarget } from './connection-target.ts';
import type { Database } from './database.ts';
import { setVariables } from '../testing/set-variables.ts';
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

/** What a role, a database, PGOPTIONS or a DATABASE_URL could say, and what holds all the same. */
const wanted: readonly (readonly [name: string, hostile: string, ours: string])[] = [
  ['synchronous_commit', 'off', 'on'],
  ['search_path', 'elsewhere', 'pg_catalog, pg_temp'],
  ['default_transaction_isolation', 'serializable', 'read committed'],
  ['default_transaction_read_only', 'on', 'off'],
  ['default_transaction_deferrable', 'on', 'off'],
  ['session_replication_role', 'replica', 'origin'],
  ['TimeZone', 'Asia/Kathmandu', 'UTC'],
  ['DateStyle', 'SQL, DMY', 'ISO, MDY'],
  ['IntervalStyle', 'iso_8601', 'postgres'],
  ['bytea_output', 'escape', 'hex'],
  ['extra_float_digits', '-10', '1'],
  ['standard_conforming_strings', 'off', 'on'],
  ['array_nulls', 'off', 'on'],
  ['transform_null_equals', 'on', 'off'],
  ['row_security', 'on', 'off'],
  ['statement_timeout', '1h', '5s'],
  ['lock_timeout', '1h', '2s'],
  ['idle_in_transaction_session_timeout', '1h', '10s'],
  ['transaction_timeout', '1h', '0'],
  ['idle_session_timeout', '1h', '0'],
];
const expected = Object.fromEntries(wanted.map(([name, , ours]) => [name, ours]));
const options = wanted.map(([name, hostile]) => `-c ${name}=${hostile.replaceAll(' ', '\\ ')}`).join(' ');

async function settingsOf(database: Pick<Database, 'query'>): Promise<Readonly<Record<string, string>>> {
  const text = 'SELECT name, current_setting(name) AS value FROM unnest($1::text[]) AS name';
  const rows = await database.query<{ name: string; value: string }>(
    ask(
      text,
      wanted.map(([name]) => name),
    ),
  );
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}

async function open(t: TestContext, target: ConnectionTarget | string): Promise<Database> {
  const database = await openDatabase(target);
  afterwards(t, () => database.close());
  return database;
}

async function withRole(t: TestContext, attributes: string): Promise<ConnectionTarget> {
  const user = `role_${crypto.randomUUID().slice(0, 8)}`;
  await server.database.query(ask(`CREATE ROLE ${user} LOGIN ${attributes}`));
  afterwards(t, () => server.database.query(ask(`DROP ROLE ${user}`)));
  return { ...server.server.connection, user };
}

test('PGOPTIONS takes nothing away that payments rest on', async (t) => {
  setVariables(t, { PGOPTIONS: options });
  const database = await open(t, server.server.connection);
  assert.deepEqual(await settingsOf(database), expected);
});

test('no other variable of libpq reaches the connection', async (t) => {
  setVariables(t, {
    PGHOST: 'nowhere.invalid',
    PGPORT: '1',
    PGUSER: 'nobody',
    PGDATABASE: 'nowhere',
    PGPASSWORD: 'wrong',
    PGPASSFILE: '/nowhere',
    PGSERVICE: 'nowhere',
    PGSSLMODE: 'require',
    PGSSLNEGOTIATION: 'direct',
    PGREPLICATION: 'true',
    PGBINARY: 'true',
    PGAPPNAME: 'other',
    PGCLIENT_ENCODING: 'LATIN1',
    PGCLIENTENCODING: 'LATIN1',
    PGCONNECT_TIMEOUT: '1',
    PGTZ: 'Asia/Kathmandu',
    PGDATESTYLE: 'SQL, DMY',
  });
  for (const target of [server.server.connection, connectionUrl(server.server.connection)]) {
    const database = await open(t, target);
    const text = `SELECT current_user AS "user", current_database() AS name,
      current_setting('application_name') AS application, current_setting('client_encoding') AS encoding`;
    const [row] = await database.query(ask(text));
    const wantedRow = { user: 'tallystick', name: 'postgres', application: 'tallystick', encoding: 'UTF8' };
    assert.deepEqual({ ...row }, wantedRow);
  }
  assert.equal(process.env['PGUSER'], 'nobody');
});

test('the options of a DATABASE_URL take nothing away', async (t) => {
  const url = `${connectionUrl(server.server.connection)}&statement_timeout=0&options=${encodeURIComponent(options)}`;
  assert.deepEqual(await settingsOf(await open(t, url)), expected);
});

test('what a role or a database is set to takes nothing away, on a lane neither', async (t) => {
  const target = await withRole(t, 'SUPERUSER');
  for (const [name, hostile] of wanted) {
    const list = name === 'DateStyle' || name === 'search_path' ? hostile : `'${hostile}'`;
    await server.database.query(ask(`ALTER ROLE ${target.user} SET ${name} = ${list}`));
  }
  const database = await open(t, target);
  assert.deepEqual(await settingsOf(database), expected);

  const lane = database.lane<string, Readonly<Record<string, string>>>({
    name: 'settings',
    maximumQueued: 1,
    maximumBatch: 1,
    decide: async (transaction) => [await settingsOf({ query: (statement) => transaction.read(statement) })],
  });
  assert.deepEqual(await lane.submit('look'), expected);
});

test('a session that waits for its standbys to apply goes on doing so; any weaker wait is made whole', async (t) => {
  const target = await withRole(t, '');
  const expectations = { remote_apply: 'remote_apply', remote_write: 'on', local: 'on', off: 'on', on: 'on' };
  for (const [given, held] of Object.entries(expectations)) {
    await server.database.query(ask(`ALTER ROLE ${target.user} SET synchronous_commit = ${given}`));
    const settings = await settingsOf(await open(t, target));
    assert.equal(settings['synchronous_commit'], held, given);
  }
});

test('a role whose foreign keys sleep, and that may not wake them, is refused', async (t) => {
  const target = await withRole(t, '');
  assert.equal((await settingsOf(await open(t, target)))['session_replication_role'], 'origin');
  await server.database.query(ask(`ALTER ROLE ${target.user} SET session_replication_role = replica`));
  await assert.rejects(openDatabase(target), {
    code: 'database_unsafe',
    message: /permission denied to set parameter "session_replication_role"/,
  });
});

test('a change of the server’s configuration does not reach an open session', async (t) => {
  const target = await startOperatorsPostgres(t);
  const database = await openDatabase(target, { maximumConnections: 1 });
  afterwards(t, () => database.close());
  await changeServer(target, 'synchronous_commit = off');
  assert.equal((await settingsOf(database))['synchronous_commit'], 'on');
});

test('a server that could lose a commit is refused by name, and allowed by name', async (t) => {
  for (const name of ['fsync', 'full_page_writes'] as const) {
    const target = await startOperatorsPostgres(t, { [name]: 'off' });
    await assert.rejects(openDatabase(target), {
      code: 'database_unsafe',
      message: `The database runs with ${name} off: an approved payment can be lost with the power. Set ${name} to on, or allow it by TALLY_ALLOW_UNSAFE_DATABASE=${name}.`,
    });
    const other = name === 'fsync' ? 'full_page_writes' : 'fsync';
    await assert.rejects(openDatabase(target, { mayBeOff: [other] }), { code: 'database_unsafe' });
    const database = await openDatabase(target, { mayBeOff: [name] });
    await database.close();
  }
});

test('a server that becomes unsafe while we run is unavailable to every new connection', async (t) => {
  const target = await startOperatorsPostgres(t);
  const database = await openDatabase(target, { maximumConnections: 1 });
  afterwards(t, () => database.close());
  await changeServer(target, 'fsync = off');
  const connection = await database.query<{ id: number }>(ask('SELECT pg_backend_pid() AS id'));
  await changeServer(target, undefined, connection[0]?.id);
  const errors = [];
  for (let uses = 0; uses < 2; uses += 1)
    errors.push(await database.query(ask('SELECT 1')).catch((error: unknown) => error));
  const last = errors.at(-1);
  assert.ok(last instanceof TallyError);
  assert.equal(last.code, 'database_unavailable');
  assert.match(last.message, /^The database runs with fsync off/);
});

/** By the superuser, over a connection that takes the server as it is: a line of its configuration, or the end of one. */
async function changeServer(target: ConnectionTarget, setting?: string, terminate?: number): Promise<void> {
  const database = await openDatabase(target, { mayBeOff: ['fsync'] });
  if (setting !== undefined) {
    await database.query(ask(`ALTER SYSTEM SET ${setting}`));
    await database.query(ask('SELECT pg_reload_conf()'));
    const [name = '', value = ''] = setting.split(' = ');
    const isSo = async (): Promise<boolean> => {
      const fresh = await openDatabase(target, { mayBeOff: ['fsync'] });
      const text = 'SELECT reset_val FROM pg_settings WHERE name = $1';
      const rows = await fresh.query<{ reset_val: string }>(ask(text, name)).finally(() => fresh.close());
      return rows[0]?.reset_val === value;
    };
    assert.ok(await waitUntil(isSo, 20_000));
  }
  if (terminate !== undefined) await database.query(ask('SELECT pg_terminate_backend($1, 5000)', terminate));
  await database.close();
}

test('a connection costs one round trip before its first use, and a statement none', async (t) => {
  const tap = await openTap(server.server.connection);
  afterwards(t, () => tap.close());
  const database = await openDatabase(tap.target, { maximumConnections: 1 });
  afterwards(t, () => database.close());
  // The start-up packet and the settings.
  assert.equal(tap.takePackets().length, 2);
  await database.query(ask('SELECT 1'));
  assert.equal(tap.takePackets().length, 1);
});

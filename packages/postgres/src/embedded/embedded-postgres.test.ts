import assert from 'node:assert/strict';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import type { Database } from '../connections/database.ts';
import { openDatabase } from '../connections/open-database.ts';
import { afterwards } from '../testing/afterwards.ts';
import { makeDataDirectory } from '../testing/data-directory.ts';
import { setVariables } from '../testing/set-variables.ts';
import { postgresProcessesOf, waitUntil } from './process-table.ts';
import { sendSignal } from './send-signal.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './start-embedded-postgres.ts';

const waitMs = 20_000;
const isLinux = process.platform === 'linux';
const ask = (text: string) => ({ name: '', text, values: [] });

/** Starts a server that the end of the test stops, and a database on it. */
async function start(
  t: TestContext,
  dataDirectory: string,
): Promise<{ server: EmbeddedPostgres; database: Database }> {
  const server = await startEmbeddedPostgres({ dataDirectory, temporary: true });
  afterwards(t, () => server.stop());
  const database = await openDatabase(server.connection);
  afterwards(t, () => database.close());
  return { server, database };
}

test('data outlives a stop, and nothing else does; a path may hold spaces and quotes', async (t) => {
  const dataDirectory = await makeDataDirectory(t, `tally stick's "test" `);
  const first = await start(t, dataDirectory);
  await first.database.query(ask('CREATE TABLE public.kept (id integer)'));
  await first.database.close();
  await first.server.stop();
  assert.deepEqual(postgresProcessesOf(path.join(dataDirectory, 'postgresql')), []);
  await assert.rejects(stat(first.server.connection.host), { code: 'ENOENT' });
  assert.deepEqual(await readdir(dataDirectory), ['postgresql']);

  const second = await start(t, dataDirectory);
  assert.deepEqual(await second.database.query(ask('SELECT id FROM public.kept')), []);
});

test('nothing listens on the network, and what makes a payment durable is on', async (t) => {
  const { database } = await start(t, await makeDataDirectory(t));
  const names = ['fsync', 'full_page_writes', 'synchronous_commit', 'listen_addresses', 'data_checksums'];
  const rows = await database.query<{ name: string; setting: string }>({
    name: '',
    text: 'SELECT name, setting FROM pg_settings WHERE name = ANY($1)',
    values: [names],
  });
  assert.deepEqual(Object.fromEntries(rows.map(({ name, setting }) => [name, setting])), {
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    listen_addresses: '',
    data_checksums: 'on',
  });
});

test('the server sees nothing of this process’s environment', { skip: !isLinux }, async (t) => {
  const hostile = {
    PGDATA: '/nowhere',
    PGOPTIONS: '-c fsync=off',
    PGPORT: '1',
    PGTZ: 'Asia/Kathmandu',
    TZ: 'X',
  };
  setVariables(t, hostile);
  const { server } = await start(t, await makeDataDirectory(t));
  const environment = await readFile(`/proc/${server.processId}/environ`, 'utf8');
  const names = environment.split('\0').map((line) => line.split('=')[0]);
  assert.deepEqual(
    names.filter((name) => !['PATH', 'LC_ALL', 'PWD', 'OLDPWD', '_', ''].includes(name ?? '')),
    [],
  );
});

test('a second start on the same folder is refused while the first lives, which goes on', async (t) => {
  const dataDirectory = await makeDataDirectory(t);
  const { server, database } = await start(t, dataDirectory);
  await assert.rejects(startEmbeddedPostgres({ dataDirectory }), { code: 'data_directory_in_use' });
  assert.equal((await database.query(ask('SELECT 1'))).length, 1);
  await database.close();
  await server.stop();
});

test('of two starts at once on a new folder one serves and one is refused', async (t) => {
  const dataDirectory = await makeDataDirectory(t);
  const starts = await Promise.allSettled([
    startEmbeddedPostgres({ dataDirectory, temporary: true }),
    startEmbeddedPostgres({ dataDirectory, temporary: true }),
  ]);
  for (const outcome of starts) if (outcome.status === 'fulfilled') await outcome.value.stop();
  assert.deepEqual(starts.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
});

test('a server that is killed is started again by itself, with what was committed', async (t) => {
  const { server, database } = await start(t, await makeDataDirectory(t));
  await database.query(ask('CREATE TABLE public.kept AS SELECT 1 AS id'));
  const killed = server.processId;
  sendSignal(killed, 'SIGKILL');
  assert.ok(await waitUntil(() => server.processId !== killed, waitMs));
  // The first use may still meet a connection that died with the old server.
  await database.query(ask('SELECT id FROM public.kept')).catch(() => undefined);
  assert.equal((await database.query(ask('SELECT id FROM public.kept'))).length, 1);
});

test('a server can be stopped while it is being started again', async (t) => {
  const dataDirectory = await makeDataDirectory(t);
  const { server, database } = await start(t, dataDirectory);
  await database.close();
  sendSignal(server.processId, 'SIGKILL');
  await server.stop();
  assert.deepEqual(postgresProcessesOf(path.join(dataDirectory, 'postgresql')), []);
});

test('a stale pid file that names some other process is no obstacle', async (t) => {
  const dataDirectory = await makeDataDirectory(t);
  const first = await start(t, dataDirectory);
  await first.database.close();
  await first.server.stop();
  const pidFile = path.join(dataDirectory, 'postgresql', 'postmaster.pid');
  await writeFile(pidFile, `${process.ppid}\n${dataDirectory}/postgresql\n`);
  const second = await start(t, dataDirectory);
  assert.equal(Number.parseInt(await readFile(pidFile, 'utf8'), 10), second.server.processId);
});

test('files of another PostgreSQL are refused in its own words, and left as they are', async (t) => {
  const dataDirectory = await makeDataDirectory(t);
  const first = await start(t, dataDirectory);
  await first.database.close();
  await first.server.stop();
  const versionFile = path.join(dataDirectory, 'postgresql', 'PG_VERSION');
  await writeFile(versionFile, '12\n');
  await assert.rejects(startEmbeddedPostgres({ dataDirectory }), {
    code: 'database_start_failed',
    message: /own words: FATAL: +database files are incompatible with server$/,
  });
  assert.equal(await readFile(versionFile, 'utf8'), '12\n');
});

test('a folder that can’t be made is named as not writable', async (t) => {
  const file = path.join(await makeDataDirectory(t), 'file');
  await writeFile(file, '');
  for (const dataDirectory of [file, path.join(file, 'below')]) {
    await assert.rejects(startEmbeddedPostgres({ dataDirectory }), { code: 'data_directory_not_writable' });
  }
});

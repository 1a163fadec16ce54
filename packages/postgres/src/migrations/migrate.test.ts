import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Database } from '../connections/database.ts';
import { startTestDatabase, type TestServer } from '../testing/start-test-database.ts';
import { migrate } from './migrate.ts';
import { readMigrations } from './read-migrations.ts';

let server: TestServer;

before(async () => {
  server = await startTestDatabase();
});
after(() => server.stop());

const first = {
  id: 'test/001-first',
  sql: 'CREATE TABLE public.first (id integer); INSERT INTO public.first VALUES (1);',
};
const second = { id: 'test/002-second', sql: 'INSERT INTO public.first VALUES (2)' };

async function count(database: Database, table: string): Promise<number> {
  return (await database.query({ name: '', text: `SELECT FROM ${table}`, values: [] })).length;
}

test('each migration runs once, and new ones run later', async () => {
  const { database } = await server.createEmptyDatabase();
  await migrate(database, [first]);
  await migrate(database, [first]);
  await migrate(database, [first, second]);
  assert.equal(await count(database, 'public.first'), 2);
  assert.equal(await count(database, 'tallystick.migrations'), 2);
});

test('a migration that fails leaves nothing, and those before it stand', async () => {
  const { database } = await server.createEmptyDatabase();
  const failing = { id: 'test/002-failing', sql: 'INSERT INTO public.first VALUES (2); SELECT 1 / 0' };
  await assert.rejects(migrate(database, [first, failing]), /division by zero/);
  assert.equal(await count(database, 'public.first'), 1);
  await migrate(database, [first, second]);
  assert.equal(await count(database, 'public.first'), 2);
});

test('a database with a migration that we don’t have is newer, and stays as it is', async () => {
  const { database } = await server.createEmptyDatabase();
  await migrate(database, [first, second]);
  const other = { id: 'test/003-other', sql: 'DROP TABLE public.first' };
  await assert.rejects(migrate(database, [first, other]), { code: 'schema_newer' });
  assert.equal(await count(database, 'public.first'), 2);
});

test('a database with another text of a migration is unknown; other line ends are the same text', async () => {
  const { database } = await server.createEmptyDatabase();
  const lines = { id: 'test/001', sql: 'CREATE TABLE public.first\n(id integer)' };
  await migrate(database, [lines]);
  await migrate(database, [{ ...lines, sql: lines.sql.replaceAll('\n', '\r\n') }]);
  await assert.rejects(migrate(database, [{ ...lines, sql: `${lines.sql} ` }]), { code: 'schema_unknown' });
});

test('three processes that start at once run each migration once', async () => {
  const { database, databaseUrl } = await server.createEmptyDatabase();
  const program = fileURLToPath(new URL('./migrate-once.fixture.ts', import.meta.url));
  const statuses = await Promise.all(
    Array.from({ length: 3 }, () => {
      const child = spawn(process.execPath, [program], {
        env: { ...process.env, DATABASE_URL: databaseUrl },
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      return new Promise((resolve) => child.once('exit', resolve));
    }),
  );
  assert.deepEqual(statuses, [0, 0, 0]);
  assert.equal(await count(database, 'public.slow'), 1);
});

test('migrations are read from .sql files in the order of their names', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'tallystick test '));
  for (const name of ['002-b.sql', '001-a.sql', 'notes.md'])
    await writeFile(path.join(directory, name), name);
  const migrations = await readMigrations(pathToFileURL(directory), 'test');
  assert.deepEqual(migrations, [
    { id: 'test/001-a', sql: '001-a.sql' },
    { id: 'test/002-b', sql: '002-b.sql' },
  ]);
  await rm(directory, { recursive: true });
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import { newKeyFileText } from '@tallystick/authentication-server';
import { systemClock } from '@tallystick/foundation';
import type { Database } from '@tallystick/postgres';
import { startTestDatabase, type TestServer } from '@tallystick/postgres/testing';
import { runDoctor } from '../../apps/tally/src/doctor/doctor-command.ts';
import { recordedIo } from '../../apps/tally/src/output/testing/recorded-io.ts';
import { afterwards } from '../../packages/postgres/src/testing/afterwards.ts';
import { install, makeFolder, readEverything } from './installation.ts';
import { startTally } from './tally-process.ts';

/** Every way in which an installation can be broken, done to it for real, and what `tally doctor` says then. */
const isRoot = process.getuid?.() === 0;
const program = path.join(import.meta.dirname, '../../apps/tally/src/tally.ts');

let testServer: TestServer;

before(async () => {
  testServer = await startTestDatabase();
});
after(() => testServer.stop());

interface Patient {
  readonly dataDirectory: string;
  readonly databaseUrl: string;
  readonly database: Database;
  readonly keyFile: string;
}

/** An installed system on a database of its own, stopped. */
async function openPatient(t: TestContext): Promise<Patient> {
  const dataDirectory = await makeFolder(t);
  const { database, databaseUrl } = await testServer.createEmptyDatabase();
  await install({ dataDirectory, databaseUrl });
  return { dataDirectory, databaseUrl, database, keyFile: path.join(dataDirectory, 'keys.json') };
}

interface Diagnosis {
  readonly exitCode: number;
  readonly text: string;
}

async function examine(
  { dataDirectory, databaseUrl }: { dataDirectory: string; databaseUrl?: string },
  more: Readonly<Record<string, string>> = {},
): Promise<Diagnosis> {
  const env = { TALLY_DATA: dataDirectory, TALLY_PORT: '0', ...more };
  const recorded = recordedIo({
    env: databaseUrl === undefined ? env : { DATABASE_URL: databaseUrl, ...env },
    fetch: globalThis.fetch,
  });
  const exitCode = await runDoctor({}, { ...recorded, clock: systemClock });
  return { exitCode, text: recorded.takeOutput() };
}

function assertWrong({ exitCode, text }: Diagnosis, sentence: RegExp): void {
  const wrong = text.split('\n').filter((line) => line.startsWith('WRONG'));
  assert.match(wrong.join('\n'), sentence, text);
  assert.equal(wrong.length, 1, text);
  assert.equal(exitCode, 5);
}

async function change(database: Database, text: string): Promise<void> {
  await database.query({ name: '', text, values: [] });
}

void test('a sound installation is well, and is left as it was', async (t) => {
  const patient = await openPatient(t);
  const rows = await readEverything(patient.database);
  const files = await readdir(patient.dataDirectory);
  const { exitCode, text } = await examine(patient);
  assert.equal(exitCode, 0, text);
  assert.match(text, /belongs to this database\.\n[^]*\nAll is well\.\n$/);
  assert.doesNotMatch(text, /WRONG/);
  assert.deepEqual(await readEverything(patient.database), rows);
  assert.deepEqual(await readdir(patient.dataDirectory), files);
});

void test('a folder in which nothing was started yet is well', async (t) => {
  const dataDirectory = path.join(await makeFolder(t), 'new');
  const { exitCode, text } = await examine({ dataDirectory });
  assert.equal(exitCode, 0, text);
  assert.match(text, /is not there yet; the first start makes it/);
});

const brokenKeyFiles: readonly (readonly [string, (keyFile: string) => Promise<void>, RegExp])[] = [
  [
    'of another system',
    (file) => writeFile(file, newKeyFileText()),
    /does not belong to this database.*key_file_wrong/,
  ],
  ['that others may read', (file) => chmod(file, 0o644), /set its mode to 0600\. \(key_file_unreadable\)/],
  ['that is lost', (file) => rename(file, `${file}.away`), /missing or can’t be read.*key_file_unreadable/],
  ['that is damaged', (file) => writeFile(file, '{}'), /not in the format of a key file/],
];
for (const [what, breakIt, sentence] of brokenKeyFiles) {
  void test(`a key file ${what} is named`, async (t) => {
    const patient = await openPatient(t);
    await breakIt(patient.keyFile);
    assertWrong(await examine(patient), sentence);
  });
}

void test('a file of keys that others may read is named, and not what is in it', async (t) => {
  const patient = await openPatient(t);
  const file = path.join(patient.dataDirectory, 'operator-key.json');
  await chmod(file, 0o640);
  const diagnosis = await examine(patient);
  assertWrong(diagnosis, /operator-key\.json can be read by others: take them as known, replace them/);
  const { operatorKey } = JSON.parse(await readFile(file, 'utf8'));
  assert.ok(!diagnosis.text.includes(String(operatorKey)));
});

const brokenDatabases: readonly (readonly [string, string, RegExp])[] = [
  [
    'a schema of a newer version',
    `INSERT INTO tallystick.migrations (id, checksum) VALUES ('platform/999', 'new')`,
    /newer Tallystick.*schema_newer/,
  ],
  [
    'a schema of a changed version',
    `UPDATE tallystick.migrations SET checksum = 'altered' WHERE id = 'platform/001-platform'`,
    /schema_unknown/,
  ],
  [
    'a time that lies behind the one at which it has worked',
    `INSERT INTO platform.clock_mark (high_water) VALUES (now() + interval '1 hour')`,
    /60 minutes behind the highest time at which this system has worked\. Set the clock, or wait.*run tally clock accept\..*clock_unsafe/,
  ],
];
for (const [what, sql, sentence] of brokenDatabases) {
  void test(`${what} is named`, async (t) => {
    const patient = await openPatient(t);
    await change(patient.database, sql);
    assertWrong(await examine(patient), sentence);
  });
}

void test('a schema that is older is no fault: the next start brings it up to date', async (t) => {
  const patient = await openPatient(t);
  await change(patient.database, `DELETE FROM tallystick.migrations WHERE id = 'platform/001-platform'`);
  const { exitCode, text } = await examine(patient);
  assert.match(
    text,
    /look {4}The schema is older than this version; the next start adds platform\/001-platform\./,
  );
  assert.equal(exitCode, 0);
});

void test('a database in another encoding is named', async (t) => {
  const { database } = await testServer.createEmptyDatabase();
  await change(
    database,
    `CREATE DATABASE ascii ENCODING 'SQL_ASCII' TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'`,
  );
  const databaseUrl = testServer.databaseUrl.replace('/postgres?', '/ascii?');
  assertWrong(
    await examine({ dataDirectory: await makeFolder(t), databaseUrl }),
    /SQL_ASCII, and names need UTF8/,
  );
});

void test('a database that is not there is named by its host, without its password', async (t) => {
  const databaseUrl = 'postgres://tally:very-secret@127.0.0.1:9/tally';
  const diagnosis = await examine({ dataDirectory: await makeFolder(t), databaseUrl });
  assertWrong(
    diagnosis,
    /No PostgreSQL answers at 127\.0\.0\.1:9 \(DATABASE_URL\)\. \(database_unavailable\)/,
  );
  assert.ok(!diagnosis.text.includes('very-secret'));
});

void test('a port that another program has is named', async (t) => {
  const other = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  afterwards(t, () => other.close());
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const diagnosis = await examine({ dataDirectory: await makeFolder(t) }, { TALLY_PORT: String(port) });
  assertWrong(
    diagnosis,
    new RegExp(`Port ${port} on 127\\.0\\.0\\.1 is taken by another program.*port_taken`),
  );
});

void test('a folder that this user may not write is named', async (t) => {
  const folder = await makeFolder(t);
  await chmod(folder, 0o555);
  const user = isRoot ? { uid: 65_534, gid: 65_534 } : {};
  const env = { PATH: process.env['PATH'], TALLY_DATA: folder, TALLY_PORT: '0' };
  const { status, stdout } = spawnSync(process.execPath, [program, 'doctor'], {
    ...user,
    env,
    encoding: 'utf8',
  });
  assertWrong(
    { exitCode: status ?? -1, text: stdout },
    /can’t be written by this user.*data_directory_not_writable/,
  );
});

void test(
  'a disk that is full is named',
  { skip: isRoot ? false : 'needs root to mount a small disk' },
  async (t) => {
    const dataDirectory = await makeFolder(t);
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m,mode=755', 'tmpfs', dataDirectory]).status !== 0) {
      t.skip('no right to mount');
      return;
    }
    afterwards(t, () => spawnSync('umount', [dataDirectory]));
    assertWrong(await examine({ dataDirectory }), /The disk of .* is full.*disk_full/);
  },
);

void test('an embedded system is seen while it runs and when it is stopped, and its wrong keys as well', async (t) => {
  const dataDirectory = await makeFolder(t);
  const tally = await startTally({ dataDirectory });
  const running = await examine({ dataDirectory }, { TALLY_PORT: tally.address.port });
  assert.equal(running.exitCode, 0, running.text);
  assert.match(running.text, new RegExp(`Process ${tally.processId} runs on the data folder`));
  assert.match(running.text, /A Tallystick answers at [^\n]+\nok {6}It decides payments\./);
  await tally.interrupt();

  await writeFile(path.join(dataDirectory, 'keys.json'), newKeyFileText());
  const files = await readdir(path.join(dataDirectory, 'postgres'));
  assertWrong(await examine({ dataDirectory }), /does not belong to this database/);
  assert.deepEqual(await readdir(path.join(dataDirectory, 'postgres')), files);
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import { newKeyFileText } from '@tallystick/authentication-server';
import type { Database } from '@tallystick/postgres';
import { startTestDatabase, type TestServer } from '@tallystick/postgres/testing';
import { afterwards } from '../../packages/postgres/src/testing/afterwards.ts';
import { install, makeFolder, readEverything } from './installation.ts';
import { endOfStart, type Ending, startTally, type TallySettings } from './tally-process.ts';

/** What an operator can get wrong: each ends `tally start` with one sentence, and the data is as it was. */
const isRoot = process.getuid?.() === 0;
/** 65534 is `nobody` nearly everywhere; it owns nothing here. */
const ordinaryUser = isRoot ? { user: { uid: 65_534, gid: 65_534 } } : {};

let testServer: TestServer;

before(async () => {
  testServer = await startTestDatabase();
});

after(() => testServer.stop());

function assertRefused({ exitCode, stdout, stderr }: Ending, errorCode: string): void {
  assert.match(
    stderr,
    new RegExp(`^tally start: [A-Z][^\\n]+ \\(${errorCode}\\)\\n$`),
    `one sentence, not ${stderr}`,
  );
  assert.equal(exitCode, 1);
  assert.doesNotMatch(stdout, /Tallystick runs/);
}

/** An installed system on a database of its own, stopped. */
async function openInstallation(
  t: TestContext,
): Promise<{ settings: TallySettings; database: Database; keyFile: string }> {
  const dataDirectory = await makeFolder(t);
  const { database, databaseUrl } = await testServer.createEmptyDatabase();
  const settings = { dataDirectory, databaseUrl };
  await install(settings);
  return { settings, database, keyFile: path.join(dataDirectory, 'keys.json') };
}

/** Starts in vain: the error is the one expected, database and folder are as they were. */
async function startInVain(settings: TallySettings, database: Database, errorCode: string): Promise<void> {
  const before = await readEverything(database);
  const files = await readdir(settings.dataDirectory);
  assertRefused(await endOfStart(settings), errorCode);
  assert.deepEqual(await readEverything(database), before);
  assert.deepEqual(await readdir(settings.dataDirectory), files);
}

async function change(database: Database, text: string): Promise<void> {
  await database.query({ name: '', text, values: [] });
}

void test('a key file of another system is refused, and the right one is welcome again', async (t) => {
  const { settings, database, keyFile } = await openInstallation(t);
  const right = await readFile(keyFile);
  const wrong = newKeyFileText();
  await writeFile(keyFile, wrong);
  await startInVain(settings, database, 'key_file_wrong');
  assert.equal(await readFile(keyFile, 'utf8'), wrong);
  await writeFile(keyFile, right);
  await install(settings);
});

void test('a lost key file is not replaced by a new one, which could not open the secrets', async (t) => {
  const { settings, database, keyFile } = await openInstallation(t);
  await rename(keyFile, `${keyFile}.away`);
  await startInVain(settings, database, 'key_file_unreadable');
  await rename(`${keyFile}.away`, keyFile);
  await install(settings);
});

void test('a key file that others may read is refused', async (t) => {
  const { settings, database, keyFile } = await openInstallation(t);
  await chmod(keyFile, 0o644);
  await startInVain(settings, database, 'key_file_unreadable');
});

void test('a schema of a newer version is left alone', async (t) => {
  const { settings, database } = await openInstallation(t);
  await change(database, `INSERT INTO tallystick.migrations (id, checksum) VALUES ('platform/999', 'new')`);
  await startInVain(settings, database, 'schema_newer');
});

void test('a migration with another text than ours is not built upon', async (t) => {
  const { settings, database } = await openInstallation(t);
  await change(
    database,
    `UPDATE tallystick.migrations SET checksum = 'altered'
      WHERE id = (SELECT max(id) FROM tallystick.migrations)`,
  );
  await startInVain(settings, database, 'schema_unknown');
});

void test('a port that is taken is named', async (t) => {
  const { settings } = await openInstallation(t);
  const other = createServer().listen(0, '127.0.0.1');
  afterwards(t, () => other.close());
  await once(other, 'listening');
  const bound = other.address();
  assert.ok(typeof bound === 'object' && bound !== null);
  assertRefused(await endOfStart({ ...settings, port: bound.port }), 'port_taken');
});

void test('a data directory in use is named, and its system goes on', async (t) => {
  const dataDirectory = await makeFolder(t);
  const first = await startTally({ dataDirectory });
  afterwards(t, () => first.interrupt());
  const files = await readdir(path.join(dataDirectory, 'postgres'));
  assertRefused(await endOfStart({ dataDirectory }), 'data_directory_in_use');
  assert.deepEqual(await readdir(path.join(dataDirectory, 'postgres')), files);
  assert.equal((await fetch(new URL('/readyz', first.address))).status, 200);
});

void test('a folder that this user may not write is named, and nothing is left in it', async (t) => {
  const folder = await makeFolder(t);
  await chmod(folder, 0o500);
  for (const dataDirectory of [folder, path.join(folder, 'below')]) {
    const ending = await endOfStart({ dataDirectory, ...ordinaryUser });
    assertRefused(ending, 'data_directory_not_writable');
  }
  assert.deepEqual(await readdir(folder), []);
});

void test(
  'a disk that has become full is named; with some room again the system starts as before',
  { skip: isRoot ? false : 'needs root to mount a small disk' },
  async (t) => {
    const dataDirectory = path.join(await makeFolder(t), 'disk');
    await mkdir(dataDirectory);
    const options = ['-t', 'tmpfs', '-o', 'size=256m,mode=755', 'tmpfs', dataDirectory];
    if (spawnSync('mount', options).status !== 0) {
      t.skip('no right to mount');
      return;
    }
    afterwards(t, () => spawnSync('umount', [dataDirectory]));
    await install({ dataDirectory });
    const filler = path.join(dataDirectory, 'filler');
    const keys = await readFile(path.join(dataDirectory, 'keys.json'));
    spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1M']);

    assertRefused(await endOfStart({ dataDirectory }), 'disk_full');
    await rm(filler);
    await install({ dataDirectory });
    assert.deepEqual(await readFile(path.join(dataDirectory, 'keys.json')), keys);
  },
);

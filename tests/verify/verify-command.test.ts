import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { commandTable } from '../../apps/tally/src/commands/command-table.ts';
import { runCommandLine } from '../../apps/tally/src/commands/run-command-line.ts';
import { recordedIo } from '../../apps/tally/src/output/testing/recorded-io.ts';
import { allChecks } from '@tallystick/integrity';
import { startTestDatabase, type TestDatabase, type TestServer } from '@tallystick/postgres/testing';
import { install, makeFolder, readEverything } from '../faults/installation.ts';
import { startTally } from '../faults/tally-process.ts';

let testServer: TestServer;
let installed: TestDatabase;

before(async () => {
  testServer = await startTestDatabase();
  installed = await testServer.createEmptyDatabase();
});
after(() => testServer.stop());

async function verify(env: Readonly<Record<string, string>>, ...args: string[]) {
  const io = recordedIo({ env });
  const exitCode = await runCommandLine(commandTable, ['verify', ...args], io);
  return { exitCode, stdout: io.takeOutput(), stderr: io.takeErrors() };
}

async function change(text: string): Promise<void> {
  await installed.database.query({ name: '', text, values: [] });
}

void test('a sound database ends with 0, a wrong one with 5 and the place, an older one with an error', async (t) => {
  const dataDirectory = await makeFolder(t);
  const env = { TALLY_DATA: dataDirectory, DATABASE_URL: installed.databaseUrl };
  await install({ dataDirectory, databaseUrl: installed.databaseUrl });
  const rows = await readEverything(installed.database);
  const sound = await verify(env);
  assert.deepEqual([sound.exitCode, sound.stderr], [0, '']);
  assert.match(
    sound.stdout,
    /^Looking at the PostgreSQL of DATABASE_URL …\n\nok [^]*\nAll is well: \d+ checks in /,
  );
  assert.deepEqual(await readEverything(installed.database), rows);

  await change(`INSERT INTO platform.entries
    SELECT 0, gen_random_uuid(), gen_random_uuid(), 5, now() FROM generate_series(1, 12)`);
  const wrong = await verify(env);
  assert.equal(wrong.exitCode, 5);
  assert.match(wrong.stdout, /\nWRONG +The entries of every transfer sum to zero[^\n]+\(12 entries\)\n/);
  assert.match(wrong.stdout, /: expected 0; found 5 of no account\n/);
  assert.match(wrong.stdout, /and 2 more \(transfer_not_zero\)/);
  assert.match(wrong.stdout, /2 of \d+ checks found something wrong/);
  const told = JSON.parse((await verify(env, '--json')).stdout);
  assert.deepEqual(
    [told.isSound, told.checks.length, told.checks[0].differences.length],
    [false, allChecks.length, 12],
  );

  await change(`DELETE FROM tallystick.migrations WHERE id = 'platform/001-platform'`);
  const older = await verify(env, '--json');
  assert.equal(older.exitCode, 1);
  assert.equal(JSON.parse(older.stdout).error.code, 'schema_older');
});

void test('an embedded database is looked at while it runs and when it is stopped, and none is made', async (t) => {
  const dataDirectory = await makeFolder(t);
  const env = { TALLY_DATA: dataDirectory };
  const tally = await startTally({ dataDirectory });
  const running = await verify(env);
  assert.equal(running.exitCode, 0, running.stderr);
  assert.match(running.stdout, /^Looking at the running PostgreSQL/);
  assert.equal((await fetch(new URL('/readyz', tally.address))).status, 200);
  await tally.interrupt();
  assert.match((await verify(env)).stdout, /^Looking at embedded PostgreSQL[^]*All is well/);

  const nowhere = await verify({ TALLY_DATA: path.join(dataDirectory, 'nothing') });
  assert.equal(nowhere.exitCode, 1);
  assert.match(nowhere.stderr, /There is no database in .*installation_missing/);
});

import assert from 'node:assert/strict';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { systemClock } from '@tallystick/foundation';
import type { Database } from '@tallystick/postgres';
import { runAccept, type AcceptValues } from '../../apps/tally/src/clock/accept-command.ts';
import { openExistingDatabase } from '../../apps/tally/src/installation/open-existing-database.ts';
import { recordedIo } from '../../apps/tally/src/output/testing/recorded-io.ts';
import { install, makeFolder } from '../faults/installation.ts';
import { startTally } from '../faults/tally-process.ts';
import { readiness, readMarkMs, untilReady } from './readiness.ts';

/** `tally clock accept` on an installation with its embedded PostgreSQL, stopped and running. */
const hourMs = 3_600_000;

/** What a terminal gives: the lines that a person types. */
function typed(...lines: readonly string[]) {
  async function* read(): AsyncGenerator<string, void, undefined> {
    for (const line of lines) yield await Promise.resolve(line);
  }
  return Object.assign(read(), { isTTY: true });
}

async function accept(dataDirectory: string, values: AcceptValues, ...lines: readonly string[]) {
  const stdin = typed(...lines);
  const recorded = recordedIo({ env: { TALLY_DATA: dataDirectory }, stdin });
  const exitCode = await runAccept(values, { ...recorded, clock: systemClock });
  return { exitCode, text: recorded.takeOutput() };
}

async function withDatabase<Answer>(
  dataDirectory: string,
  work: (database: Database) => Promise<Answer>,
): Promise<Answer> {
  const opened = await openExistingDatabase({ dataDirectory, databaseUrl: undefined }, () => undefined);
  try {
    return await work(opened.database);
  } finally {
    await opened.close();
  }
}

async function putMark(database: Database): Promise<void> {
  await database.query({
    name: '',
    text: `INSERT INTO platform.clock_mark (singleton, high_water) VALUES (true, now() + interval '1 hour')`,
    values: [],
  });
}

async function installAhead(t: TestContext): Promise<string> {
  const dataDirectory = path.join(await makeFolder(t), 'data');
  await install({ dataDirectory });
  await withDatabase(dataDirectory, putMark);
  return dataDirectory;
}

void test('a stopped installation: a person is told what is allowed and asked, and the next start serves', async (t) => {
  const dataDirectory = await installAhead(t);
  const refused = await accept(dataDirectory, {}, 'y\n');
  assert.equal(refused.exitCode, 1);
  assert.match(refused.text, /back by 60 minutes\. Codes of the time between could be shown again/);
  assert.match(refused.text, /Type yes to accept: Nothing was changed\.\n$/);
  assert.ok((await withDatabase(dataDirectory, readMarkMs))! > Date.now() + hourMs / 2);

  const accepted = await accept(dataDirectory, { reason: 'the clock was fast' }, 'ye', 's\n');
  assert.equal(accepted.exitCode, 0, accepted.text);
  assert.match(accepted.text, /Accepted: \S+Z, change [0-9a-f-]{36}\./);
  const tally = await startTally({ dataDirectory });
  assert.equal((await readiness(tally.address)).status, 200);

  // Beside the running system, which notices it.
  await withDatabase(dataDirectory, async (database) => {
    const text = `UPDATE platform.clock_mark SET high_water = now() + interval '1 hour'`;
    await database.query({ name: '', text, values: [] });
  });
  assert.match((await readiness(tally.address)).detail, /behind/);
  assert.equal((await accept(dataDirectory, { yes: true })).exitCode, 0);
  await untilReady(tally.address);
  await tally.interrupt();
});

void test('a reason has 1 to 200 characters', async () => {
  for (const reason of ['', ' ', 'x'.repeat(201)])
    await assert.rejects(accept('/nowhere', { yes: true, reason }), { code: 'arguments_wrong' });
});

void test('where there is no installation nothing is made', async (t) => {
  const dataDirectory = path.join(await makeFolder(t), 'none');
  await assert.rejects(accept(dataDirectory, { yes: true }), { code: 'installation_missing' });
});

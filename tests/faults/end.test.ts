import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import path from 'node:path';
import { test } from 'node:test';
import { postgresProcessesOf, waitUntil } from '../../packages/postgres/src/embedded/process-table.ts';
import { makeFolder } from './installation.ts';
import { spawnTally, startTally } from './tally-process.ts';

/** However `tally start` ends, no process stays behind and the next start has the folder. */
const isLong = process.env['TALLY_TEST_LONG'] === '1';
const roundsOfKills = isLong ? 40 : 3;
/** A first start makes the cluster and the schema; it takes about as long as this on two cores. */
const longestStartMs = 3_000;
const watchdogTimeoutMs = 20_000;

/** Processes at work in the folder: PostgreSQL and whatever initdb has started. */
function processesIn(dataDirectory: string): readonly number[] {
  return postgresProcessesOf(path.join(dataDirectory, 'postgres', 'postgresql'));
}

void test('Ctrl-C ends everything, and says so', async (t) => {
  const dataDirectory = await makeFolder(t);
  const tally = await startTally({ dataDirectory });
  assert.notEqual(processesIn(dataDirectory).length, 0);
  const { exitCode, stdout, stderr } = await tally.interrupt();
  assert.equal(exitCode, 0);
  assert.match(stdout, /Stopped\.\n$/);
  assert.equal(stderr, '');
  assert.deepEqual(processesIn(dataDirectory), []);
});

void test('Ctrl-C in the middle of a start ends everything too', async (t) => {
  const dataDirectory = await makeFolder(t);
  const tally = spawnTally({ dataDirectory });
  assert.ok(await waitUntil(() => processesIn(dataDirectory).length > 0, watchdogTimeoutMs));
  const { exitCode } = await tally.interrupt();
  assert.equal(exitCode, 0);
  assert.deepEqual(processesIn(dataDirectory), []);
  const next = await startTally({ dataDirectory });
  assert.equal((await next.interrupt()).exitCode, 0);
});

void test('kill -9 of a running system leaves no process behind, and the next start comes up', async (t) => {
  const dataDirectory = await makeFolder(t);
  const tally = await startTally({ dataDirectory });
  await tally.kill();
  assert.ok(await waitUntil(() => processesIn(dataDirectory).length === 0, watchdogTimeoutMs));
  const next = await startTally({ dataDirectory });
  assert.equal((await next.interrupt()).exitCode, 0);
});

void test(`kill -9 at ${roundsOfKills} random moments of first starts never stops the next start`, async (t) => {
  for (let round = 0; round < roundsOfKills; round += 1) {
    const dataDirectory = await makeFolder(t);
    const killAfterMs = randomInt(longestStartMs);
    const tally = spawnTally({ dataDirectory });
    await new Promise((resolve) => setTimeout(resolve, killAfterMs));
    await tally.kill();
    const next = await startTally({ dataDirectory }).catch((error: unknown) =>
      assert.fail(`killed after ${killAfterMs} ms, the next start failed: ${String(error)}`),
    );
    assert.equal((await next.interrupt()).exitCode, 0);
  }
});

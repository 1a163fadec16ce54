import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { databaseDifferences } from '@tallystick/integrity';
import { openDatabase } from '@tallystick/postgres';
import { openGate } from '../interleavings/gate/open-gate.ts';
import { openTestShop, type TestShop } from '../payments/test-shop.ts';
import { forgoFlushes } from '../support/forgo-flushes.ts';
import { liftedLimits } from '../support/server-process.ts';
import { findMismatch } from './find-mismatch.ts';
import { runScript } from './run-script.ts';
import { openStage } from './stage.ts';

const isLong = process.env['TALLY_TEST_LONG'] === '1';
const maximumScripts = isLong ? 3000 : 75;
const passages = 80;
const fewestCommands = 40 * maximumScripts;

let shop: TestShop;

before(async () => {
  shop = await openTestShop(liftedLimits);
  await forgoFlushes(shop);
});

after(() => shop.close());

void test('whatever the tills send, the system answers as the model of DESIGN §3.6 does', async (t) => {
  const database = await openDatabase(shop.connection);
  const system = await shop.openServer(database);
  try {
    const search = await findMismatch(shop, system, { maximumScripts, passages });
    t.diagnostic(`${search.commands} commands in ${search.scripts} scripts, seed ${search.seed}`);
    const { script, mismatch } = search.found ?? {};
    const replay = `npx node tests/model/replay.ts '${JSON.stringify(script)}'`;
    assert.equal(mismatch, undefined, `${mismatch?.words}\nTo see it again: ${replay}`);
    assert.ok(search.commands >= fewestCommands);
  } finally {
    await system.close();
    await database.close();
  }
  assert.deepEqual(await databaseDifferences(shop.database), []);
});

void test('a mistake in the system is found, and its script is short and shows it again', async (t) => {
  // So that no payment is ever taken for a second scan.
  const mistake = {
    statement: 'platform.read_recent_payments',
    from: 'approved_at FROM',
    to: `approved_at - interval '1 day' AS approved_at FROM`,
  };
  const gate = await openGate(shop.connection, {
    grain: 'round_trip',
    rewritings: [mistake],
  });
  const database = await openDatabase(gate.target);
  const system = await shop.openServer(database);
  try {
    const { found } = await findMismatch(shop, system, { maximumScripts: 200, passages: 40 });
    assert.ok(found !== undefined, 'the model has not noticed it');
    const { script, mismatch } = found;
    t.diagnostic(mismatch.words);
    assert.ok(script.length <= 6, JSON.stringify(script));
    const again = await runScript(shop, await openStage(shop, system), script);
    assert.deepEqual(again?.line, mismatch.line);

    const replay = path.join(import.meta.dirname, 'replay.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [replay, JSON.stringify(script)]);
    assert.match(stdout, /The model says the same\.\n$/, 'without the mistake it is played to its end');
  } finally {
    await system.close();
    await database.close();
    await gate.close();
  }
});

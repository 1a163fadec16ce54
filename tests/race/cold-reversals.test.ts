import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openCrowd, payment, reversal } from '../support/crowd.ts';
import { liftedLimits, startServerProcess } from '../support/server-process.ts';
import { codeOf, openTestMarket, type TestMarket } from '../support/test-market.ts';

/** More than the connections of a server’s pool. */
const payments = 40;

let market: TestMarket;

before(async () => {
  market = await openTestMarket();
});

after(() => market.close());

void test('a server that has just started reverses many payments at once: none waits for a second connection', async () => {
  const start = () => startServerProcess(market.databaseUrl, market.keys, { limits: liftedLimits });
  const busy = await start();
  const tillKey = await market.openTill();
  const codes = await Promise.all(
    Array.from({ length: payments }, async () =>
      codeOf(await market.enrolTerminal(await market.openAccount(1_000n), busy.address)),
    ),
  );
  const atBusy = await openCrowd([busy.address], payments);
  const paid = await atBusy.fire(codes.map((code, index) => payment(tillKey, `C${index}`, code, 450)));
  assert.ok(paid.every(({ body }) => body['outcome'] === 'approved'));
  atBusy.close();
  await busy.stop();

  const fresh = await start();
  const atFresh = await openCrowd([fresh.address], payments);
  const reversed = await atFresh.fire(codes.map((_, index) => reversal(tillKey, `C${index}`)));
  atFresh.close();
  await fresh.stop();
  const results = reversed.map(({ body }) => body['result'] ?? body['code']);
  assert.deepEqual(results, new Array<string>(payments).fill('refunded'));
});

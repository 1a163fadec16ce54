import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ledgerDifferences } from '@tallystick/integrity';
import { payment } from '../support/crowd.ts';
import { liftedLimits } from '../support/server-process.ts';
import { codeOf, openTestMarket, type TestMarket } from '../support/test-market.ts';
import { withTwoServers } from '../support/two-servers.ts';

/** Resynchronisation as a race: two consecutive codes, each many times, at two servers at once. */
const copies = 50;
const rounds = 5;
/** Beyond the twenty that are accepted by themselves. */
const skippedPresses = 40;

let market: TestMarket;

before(async () => {
  market = await openTestMarket();
});

after(() => market.close());

void test(`two consecutive codes fired ${copies} times each at two servers pay once at most, in ${rounds} rounds`, async () => {
  await withTwoServers(market, { limits: liftedLimits }, 2 * copies, async ({ servers, crowd }) => {
    const tillKey = await market.openTill();
    for (let round = 0; round < rounds; round += 1) {
      const account = await market.openAccount(1_000_000n);
      const device = await market.enrolTerminal(account, servers[0].address, 'event');
      for (let press = 0; press < skippedPresses; press += 1) await codeOf(device);
      const codes = [await codeOf(device), await codeOf(device)];
      // In every other round the second code leaves first.
      const fired = round % 2 === 0 ? codes : codes.toReversed();
      const answers = await crowd.fire(
        Array.from({ length: 2 * copies }, (_, index) =>
          payment(tillKey, `W${round}_${index}`, fired[index % 2]!, 450 + index),
        ),
      );
      const words = answers.map(({ body }) => String(body['errorCode'] ?? body['outcome']));
      const count = (word: string): number => words.filter((each) => each === word).length;
      const burnt = count('press_resync');
      assert.equal(count('approved') + burnt, 2, 'each of the two codes is spent once');
      assert.ok(burnt >= 1, 'none pays without its neighbour');
      assert.equal(count('approved') + burnt + count('code_used') + count('code_expired'), 2 * copies);

      const [next] = await crowd.fire([payment(tillKey, `W${round}_next`, await codeOf(device), 999)]);
      assert.equal(next?.body['outcome'], 'approved');
    }
    assert.deepEqual(await ledgerDifferences(market.database), []);
  });
});

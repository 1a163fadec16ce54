import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { closing, payment } from '../support/crowd.ts';
import { liftedLimits } from '../support/server-process.ts';
import { codeOf, openTestMarket, type TestMarket } from '../support/test-market.ts';
import { startTwoServers, type TwoServers } from '../support/two-servers.ts';

/** A payment and its closing at the same moment, at two server processes. */
const rounds = 60;

let market: TestMarket;
let two: TwoServers;
let tillKey: string;

before(async () => {
  market = await openTestMarket();
  two = await startTwoServers(market, { limits: liftedLimits }, 2);
  tillKey = await market.openTill();
});

after(async () => {
  await two.close();
  await market.close();
});

void test(`pay and close fired at once agree about who was first, in ${rounds} rounds`, async () => {
  const results = new Set<unknown>();
  for (let round = 0; round < rounds; round += 1) {
    const account = await market.openAccount(1000n);
    const code = await codeOf(await market.enrolTerminal(account, two.servers[0].address));
    const pay = payment(tillKey, `PC${round}`, code, 450);
    const close = closing(tillKey, `PC${round}`);
    const requests = round % 2 === 0 ? [pay, close] : [close, pay];
    const answers = await two.crowd.fire(requests);
    const [paid, closed] = round % 2 === 0 ? answers : [...answers].reverse();
    const result = closed?.body['result'];
    results.add(result);
    assert.equal(paid?.body['outcome'], result === 'paid' ? 'approved' : 'declined');
    assert.deepEqual(closed?.body['payment'], paid?.body);
  }
  // Who is first depends on the machine; that a payment which was first is shown as paid does not.
  const account = await market.openAccount(1000n);
  const code = await codeOf(await market.enrolTerminal(account, two.servers[0].address));
  await two.crowd.fire([payment(tillKey, 'PC_first', code, 450)]);
  const [closed] = await two.crowd.fire([closing(tillKey, 'PC_first')]);
  results.add(closed?.body['result']);
  assert.ok(results.has('paid') && results.has('never_seen'), [...results].join(', '));
});

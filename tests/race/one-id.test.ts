import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ledgerDifferences } from '@tallystick/payment-platform';
import { openCrowd, payment, reversal, type Crowd } from '../support/crowd.ts';
import { liftedLimits, startServerProcess, type ServerProcess } from '../support/server-process.ts';
import { codeOf, openTestMarket, type TestMarket } from '../support/test-market.ts';

/** Races about one payment id and about one account, at two server processes. */
const crowdSize = 200;

let market: TestMarket;
let servers: readonly ServerProcess[];
let crowd: Crowd;
let tillKey: string;

before(async () => {
  market = await openTestMarket();
  const start = () => startServerProcess(market.databaseUrl, market.keys, { limits: liftedLimits });
  servers = await Promise.all([start(), start()]);
  crowd = await openCrowd(
    servers.map(({ address }) => address),
    crowdSize,
  );
  tillKey = await market.openTill();
});

after(async () => {
  crowd.close();
  await Promise.all(servers.map((server) => server.stop()));
  await market.close();
});

/** A genuine code of a new credential with an account of its own. */
async function freshCode(): Promise<string> {
  const account = await market.openAccount(1_000_000n);
  return await codeOf(await market.enrolTerminal(account, servers[0]!.address));
}

void test('one id fired 200 times at once with one body has one outcome, told to all alike', async () => {
  const code = await freshCode();
  const request = payment(tillKey, 'SAME', code, 450);
  const answers = await crowd.fire(new Array<typeof request>(crowdSize).fill(request));
  assert.equal(answers[0]?.body['outcome'], 'approved');
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
});

void test('one id fired 200 times at once with different amounts has one outcome; the others are refused as reused', async () => {
  const code = await freshCode();
  const answers = await crowd.fire(
    Array.from({ length: crowdSize }, (_, index) => payment(tillKey, 'MIXED', code, 100 + index)),
  );
  assert.equal(answers.filter(({ body }) => body['outcome'] === 'approved').length, 1);
  assert.equal(answers.filter(({ body }) => body['code'] === 'payment_id_reused').length, crowdSize - 1);
});

void test('pay and reversal fired at once never end closed and yet paid, in 200 rounds', async () => {
  for (let round = 0; round < 200; round += 1) {
    const paymentId = `PR${round}`;
    const pay = payment(tillKey, paymentId, await freshCode(), 450);
    const reverse = reversal(tillKey, paymentId);
    const [paid, reversed] = await crowd
      .fire(round % 2 === 0 ? [pay, reverse] : [reverse, pay])
      .then((answers) => (round % 2 === 0 ? answers : [...answers].reverse()));
    const [query] = await crowd.fire([{ method: 'GET', path: `/${paymentId}`, tillKey }]);
    const { outcome, refunded } = query?.body ?? {};
    if (reversed?.body['result'] === 'refunded') {
      assert.equal(paid?.body['outcome'], 'approved');
      assert.deepEqual(refunded, { minorUnits: '450', currency: 'EUR' });
    } else {
      assert.equal(paid?.body['errorCode'], 'reversed');
      assert.equal(outcome, 'declined');
    }
  }
  assert.deepEqual(await ledgerDifferences(market.database), []);
});

void test('an account with money for 10 payments pays exactly 10 of 30, whatever terminal asks at whatever server', async () => {
  const account = await market.openAccount(10n * 450n);
  const terminals = await Promise.all(
    Array.from({ length: 30 }, () => market.enrolTerminal(account, servers[0]!.address)),
  );
  const codes = await Promise.all(terminals.map(codeOf));
  const answers = await crowd.fire(codes.map((code, index) => payment(tillKey, `K${index}`, code, 450)));
  const outcomes = answers.map(({ body }) => body['errorCode'] ?? body['outcome']);
  assert.equal(outcomes.filter((outcome) => outcome === 'approved').length, 10);
  assert.equal(outcomes.filter((outcome) => outcome === 'insufficient_funds').length, 20);
  assert.deepEqual(await ledgerDifferences(market.database), []);
});

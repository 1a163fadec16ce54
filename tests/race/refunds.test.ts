import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ledgerDifferences } from '@tallystick/integrity';
import { findAccount } from '@tallystick/payment-platform';
import { bucketCountOfTests } from '../support/bucket-count.ts';
import { payment, refund, reversal } from '../support/crowd.ts';
import { liftedLimits } from '../support/server-process.ts';
import { codeOf, openTestMarket, type TestMarket } from '../support/test-market.ts';
import { startTwoServers, type TwoServers } from '../support/two-servers.ts';

/**
 * Races about the money of one payment, at two server processes. With the guards off it is red: without the lock of the
 * payer’s account refunds fail as `internal_error`, because the update and the constraint still hold; without those two as
 * well more goes back than was paid.
 */
const crowdSize = 60;
const rounds = 20;

let market: TestMarket;
let two: TwoServers;
let tillKey: string;
let payments = 0;

before(async () => {
  market = await openTestMarket();
  two = await startTwoServers(market, { limits: liftedLimits }, crowdSize);
  tillKey = await market.openTill();
});

after(async () => {
  await two.close();
  await market.close();
});

/** One payment of 4.50 out of an account of 10.00, and what is on the account now. */
async function paidPayment() {
  const account = await market.openAccount(1000n);
  const code = await codeOf(await market.enrolTerminal(account, two.servers[0].address));
  const paymentId = `R${(payments += 1)}`;
  const [answer] = await two.crowd.fire([payment(tillKey, paymentId, code, 450)]);
  assert.equal(answer?.body['outcome'], 'approved');
  const balance = async (): Promise<bigint> =>
    (await findAccount({ database: market.database, bucketCount: bucketCountOfTests() }, account)).balance
      .minorUnits;
  return { paymentId, balance };
}

void test('sixty refunds at once of what has room for forty-five: forty-five go back and the others are refused', async () => {
  const { paymentId, balance } = await paidPayment();
  const answers = await two.crowd.fire(
    Array.from({ length: crowdSize }, (_, index) => refund(tillKey, `part_${index}`, paymentId, 10)),
  );
  const booked = answers.filter(({ status }) => status === 200);
  assert.equal(booked.length, 45);
  const refused = answers.filter(({ body }) => body['code'] === 'refund_exceeds_payment');
  assert.equal(refused.length, crowdSize - 45);
  assert.equal(await balance(), 1000n);
  const numbers = booked.map(({ body }) => Number(body['receiptNumber'])).toSorted((a, b) => a - b);
  assert.deepEqual(
    numbers,
    Array.from({ length: 45 }, (_, index) => index + 1),
  );
});

void test('one refund id fired sixty times at once gives back once, and tells all alike', async () => {
  const { paymentId, balance } = await paidPayment();
  const request = refund(tillKey, 'once', paymentId, 450);
  const answers = await two.crowd.fire(new Array<typeof request>(crowdSize).fill(request));
  assert.equal(answers[0]?.status, 200);
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  assert.equal(await balance(), 1000n);
});

void test(`refunds and reversals at once give back exactly the payment, in ${rounds} rounds`, async () => {
  for (let round = 0; round < rounds; round += 1) {
    const { paymentId, balance } = await paidPayment();
    const requests = Array.from({ length: 8 }, (_, index) =>
      index % 4 === 3
        ? reversal(tillKey, paymentId)
        : refund(tillKey, `mix_${round}_${index}`, paymentId, 100),
    );
    const answers = await two.crowd.fire(requests);
    assert.deepEqual(
      answers.filter(({ status }) => status >= 500),
      [],
    );
    assert.equal(await balance(), 1000n);
  }
  assert.deepEqual(await ledgerDifferences(market.database), []);
});

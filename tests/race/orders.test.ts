import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ledgerDifferences } from '@tallystick/integrity';
import type { PayerTerminal } from '@tallystick/payer-terminal';
import { payment, reversal, type CrowdAnswer, type TillRequest } from '../support/crowd.ts';
import { liftedLimits } from '../support/server-process.ts';
import { codeOf, openTestMarket, type TestMarket } from '../support/test-market.ts';
import { startTwoServers, type TwoServers } from '../support/two-servers.ts';

/**
 * One order paid by many people at once, at two server processes. Without the lock on the order’s row an order is paid
 * twice; the order exists before each race, because making its row would serve as a lock as well.
 */
const payers = 40;
const rounds = 3;

let market: TestMarket;
let two: TwoServers;
let tillKey: string;

before(async () => {
  market = await openTestMarket();
  two = await startTwoServers(market, { limits: liftedLimits }, payers);
  tillKey = await market.openTill();
});

after(async () => {
  await two.close();
  await market.close();
});

async function freshCodes(): Promise<readonly string[]> {
  const enrol = async (): Promise<PayerTerminal> =>
    market.enrolTerminal(await market.openAccount(1_000n), two.servers[0].address);
  const terminals = await Promise.all(Array.from({ length: payers }, enrol));
  return Promise.all(terminals.map(codeOf));
}

function withOrder(request: TillRequest, reference: string, total: number): TillRequest {
  const of = { minorUnits: String(total), currency: 'EUR' };
  return { ...request, body: { ...request.body, order: { reference, total: of } } };
}

/** Sends again what was told to wait, until nothing is pending. */
async function fireUntilDecided(requests: readonly TillRequest[]): Promise<readonly CrowdAnswer[]> {
  const decided: CrowdAnswer[] = [];
  let waiting = requests;
  while (waiting.length > 0) {
    const answers = await two.crowd.fire(waiting);
    decided.push(...answers.filter(({ status }) => status !== 202));
    waiting = waiting.filter((_, index) => answers[index]?.status === 202);
  }
  return decided;
}

/** Those of the requests that have lost against others too often; every other must have been answered. */
async function firedAndBlocked(requests: readonly TillRequest[]): Promise<readonly TillRequest[]> {
  const answers = await two.crowd.fire(requests);
  const isBlocked = (index: number): boolean => answers[index]?.body['code'] === 'overloaded';
  const failed = answers.filter(({ status }, index) => status >= 500 && !isBlocked(index));
  assert.deepEqual(failed, []);
  const blocked = requests.filter((_, index) => isBlocked(index));
  const pending = requests.filter((_, index) => answers[index]?.status === 202);
  await fireUntilDecided(pending);
  return blocked;
}

function countOf(answers: readonly CrowdAnswer[], word: string): number {
  return answers.filter(({ body }) => [body['code'], body['errorCode'], body['outcome']].includes(word))
    .length;
}

void test(`${payers} people pay one order at once: one payment is approved and all others show it, in ${rounds} rounds`, async () => {
  for (let round = 0; round < rounds; round += 1) {
    const codes = await freshCodes();
    const [declined] = await two.crowd.fire([
      withOrder(payment(tillKey, `D${round}`, codes[0]!, 9_999), `one/${round}`, 9_999),
    ]);
    assert.equal(
      declined?.body['errorCode'],
      'insufficient_funds',
      'the order’s row is there before the race',
    );
    const answers = await fireUntilDecided(
      codes
        .slice(1)
        .map((code, index) =>
          withOrder(payment(tillKey, `O${round}_${index}`, code, 450), `one/${round}`, 450),
        ),
    );
    assert.equal(countOf(answers, 'approved'), 1);
    assert.equal(countOf(answers, 'order_already_paid'), payers - 2);
    const paid = answers.find(({ body }) => body['outcome'] === 'approved')?.body;
    for (const { body } of answers) if (body !== paid) assert.deepEqual(body['earlierPayment'], paid);
  }
});

void test(`a bill split among ${payers} people takes exactly its total, and codes of the rest stay unspent`, async () => {
  const codes = await freshCodes();
  const requests = codes.map((code, index) =>
    withOrder(payment(tillKey, `S_${index}`, code, 100), 'split', 2500),
  );
  const first = await two.crowd.fire(requests.slice(0, 1));
  const answers = [...first, ...(await fireUntilDecided(requests.slice(1)))];
  assert.equal(countOf(answers, 'approved'), 25);
  assert.equal(countOf(answers, 'order_already_paid'), payers - 25);
  const unspent = answers.findIndex(({ body }) => body['errorCode'] === 'order_already_paid');
  const paymentId = String(answers[unspent]?.body['paymentId']);
  const code = codes[Number(paymentId.slice(2))]!;
  const [again] = await two.crowd.fire([payment(tillKey, 'S_again', code, 99)]);
  assert.equal(again?.body['outcome'], 'approved');
});

void test('payments of many orders in every order, with reversals between, never block each other for good', async () => {
  const codes = await freshCodes();
  const paying = codes.map((code, index) =>
    withOrder(payment(tillKey, `M_${index}`, code, 450), `many/${(index * 7) % 10}`, 450),
  );
  const mixed = paying.map((request, index) =>
    index % 4 === 3 ? reversal(tillKey, `M_${index - 3}`) : request,
  );
  // Who loses against the others eight times in a row is told to ask again, as a till does; nobody is told so for good.
  let blocked = await firedAndBlocked(mixed);
  for (let triesLeft = 10; blocked.length > 0 && triesLeft > 0; triesLeft -= 1)
    blocked = await firedAndBlocked(blocked);
  assert.deepEqual(blocked, []);
  assert.deepEqual(await ledgerDifferences(market.database), []);
});

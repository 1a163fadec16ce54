import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { payment, reversal, type CrowdAnswer, type TillRequest } from '../support/crowd.ts';
import { openTwoPlatforms, type TwoPlatforms } from './two-platforms.ts';

/** The races of tests/race where the servers stand apart: two platforms on one database, one authentication server. */
const crowdSize = 100;
const rounds = process.env['TALLY_TEST_LONG'] === undefined ? 60 : 600;
let two: TwoPlatforms;

before(async () => {
  two = await openTwoPlatforms(crowdSize);
});
after(async () => {
  assert.deepEqual(await two.differences(), []);
  await two.close();
});

function countOf(answers: readonly CrowdAnswer[], field: string, value: string): number {
  return answers.filter(({ body }) => body[field] === value).length;
}

/** What a till does with an answer that is none yet: it asks again. */
async function untilFinal(requests: readonly TillRequest[]): Promise<readonly CrowdAnswer[]> {
  const answers = [...(await two.crowd.fire(requests))];
  for (;;) {
    const open = answers.flatMap(({ status }, index) => (status === 202 || status === 503 ? [index] : []));
    if (open.length === 0) return answers;
    const again = await two.crowd.fire(open.map((index) => ({ ...requests[index]!, delayMs: 0 })));
    again.forEach((answer, position) => (answers[open[position]!] = answer));
  }
}

void test('one id fired a hundred times at both has one outcome, told to all alike', async () => {
  const request = payment(two.tillKey, 'SAME', await two.freshCode(10_000n), 450);
  const answers = await untilFinal(new Array<TillRequest>(crowdSize).fill(request));
  assert.equal(answers[0]?.body['outcome'], 'approved');
  for (const answer of answers) assert.deepEqual(answer.body, answers[0]?.body);
});

void test('one code under a hundred ids pays once; every other id is told that it was used', async () => {
  const code = await two.freshCode(1_000_000n);
  const requests = Array.from({ length: crowdSize }, (_, index) =>
    payment(two.tillKey, `ONE${index}`, code, 1_000 + index),
  );
  const answers = await untilFinal(requests);
  assert.equal(countOf(answers, 'outcome', 'approved'), 1);
  assert.equal(countOf(answers, 'errorCode', 'code_used'), crowdSize - 1);
});

void test('a hundred scans of one amount at one till pay once', async () => {
  const code = await two.freshCode(1_000_000n);
  const answers = await untilFinal(
    Array.from({ length: crowdSize }, (_, index) => payment(two.tillKey, `SCAN${index}`, code, 77)),
  );
  assert.equal(countOf(answers, 'outcome', 'approved'), 1);
  assert.equal(countOf(answers, 'outcome', 'declined'), crowdSize - 1);
});

void test('a bill that twenty split at once is paid to its total and no further', async () => {
  const codes = await Promise.all(Array.from({ length: 20 }, () => two.freshCode(10_000n)));
  const requests = codes.map((code, index): TillRequest => {
    const { body, ...request } = payment(two.tillKey, `SPLIT${index}`, code, 300);
    const order = { reference: 'bill', total: { minorUnits: '3000', currency: 'EUR' } };
    return { ...request, body: { ...body, order } };
  });
  const answers = await untilFinal(requests);
  assert.equal(countOf(answers, 'outcome', 'approved'), 10);
});

void test('payment and reversal fired at once end in one way, which both are told', async () => {
  const endings = new Set<unknown>();
  let headStartMs = 0;
  for (let round = 0; round < rounds; round += 1) {
    const id = `RACE${round}`;
    const pay = payment(two.tillKey, id, await two.freshCode(10_000n), 450);
    const [paid, reversed] = await two.crowd.fire([
      { ...pay, delayMs: Math.max(0, -headStartMs) },
      { ...reversal(two.tillKey, id), delayMs: Math.max(0, headStartMs) },
    ]);
    const [asked] = await two.crowd.fire([{ method: 'GET', path: `/${id}`, tillKey: two.tillKey }]);
    const result = reversed?.body['result'];
    endings.add(result);
    if (result === 'refunded') {
      assert.equal(paid?.body['outcome'], 'approved');
      assert.deepEqual(asked?.body['refunded'], { minorUnits: '450', currency: 'EUR' });
    } else {
      assert.equal(paid?.body['errorCode'], 'reversed');
      assert.equal(asked?.body['outcome'], 'declined');
    }
    // Whoever was first waits a little longer the next time.
    headStartMs += result === 'refunded' ? -1 : 1;
  }
  assert.ok(endings.size > 1, `the race was never undecided: ${[...endings].join(', ')}`);
});

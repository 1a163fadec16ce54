import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TallyError, type PaymentAnswerJson, type PaymentRequestJson } from '@tallystick/foundation';
import type { System } from '@tallystick/tally';
import { forged } from '../support/forged.ts';
import { openTestShop, type TestPayer, type TestShop, type TestTill } from '../payments/test-shop.ts';

/**
 * A server takes an id that it has not heard of to be new (docs/adr/0013). What the first server decided is asked of another
 * one that has just been started: every answer is as it was, and nothing moves twice.
 */
let shop: TestShop;
let first: System;
let till: TestTill;

before(async () => {
  shop = await openTestShop();
  first = await shop.openServer(shop.database);
  await first.checkReadiness();
  till = await shop.openTill();
});

after(async () => {
  await first.close();
  await shop.close();
});

async function requestOf(
  payer: TestPayer,
  paymentId: string,
  more: Partial<PaymentRequestJson> = {},
): Promise<PaymentRequestJson> {
  const code = await payer.nextCode();
  return { paymentId, code, amount: { minorUnits: '450', currency: 'EUR' }, ...more };
}

/** An answer of a service, or the code of the problem that it threw. */
async function answerOf(server: System, request: PaymentRequestJson): Promise<PaymentAnswerJson | string> {
  try {
    return await server.payments.pay(till.till, request);
  } catch (error) {
    if (error instanceof TallyError) return error.code;
    throw error;
  }
}

/** The answers of a server that has just been started. */
async function asNew(
  requests: readonly PaymentRequestJson[],
): Promise<readonly (PaymentAnswerJson | string)[]> {
  const server = await shop.openServer(shop.database);
  try {
    await server.checkReadiness();
    return await Promise.all(requests.map((request) => answerOf(server, request)));
  } finally {
    await server.close();
  }
}

/** Asks the first server for one after another, then new servers for all together and for each alone. */
async function assertSameElsewhere(
  requests: readonly PaymentRequestJson[],
): Promise<readonly (PaymentAnswerJson | string)[]> {
  const answers: (PaymentAnswerJson | string)[] = [];
  for (const request of requests) answers.push(await answerOf(first, request));
  assert.deepEqual(await asNew(requests), answers, 'all of them in one batch');
  for (const [index, request] of requests.entries())
    assert.deepEqual(await asNew([request]), [answers[index]], `${request.paymentId} alone`);
  assert.deepEqual(await shop.differences(), []);
  return answers;
}

function wordOf(answer: PaymentAnswerJson | string): string {
  return typeof answer === 'string' ? answer : (answer.errorCode ?? answer.outcome);
}

function orderOf(reference: string, total: string): Partial<PaymentRequestJson> {
  return { order: { reference, total: { minorUnits: total, currency: 'EUR' } } };
}

void test('approvals, declines and refusals are the same on a server that has never heard of them', async () => {
  const payer = await shop.enrolPayer(100_000n);
  const poor = await shop.enrolPayer(1n);
  const approved = await requestOf(payer, 'Approved');
  await first.payments.reverse(till.till, 'Tombstone');
  const answers = await assertSameElsewhere([
    approved,
    await requestOf(poor, 'Poor'),
    {
      ...(await requestOf(payer, 'Forged', { amount: { minorUnits: '452', currency: 'EUR' } })),
      code: forged(await payer.nextCode()),
    },
    await requestOf(payer, 'Second_scan'),
    await requestOf(payer, 'Tombstone', { amount: { minorUnits: '451', currency: 'EUR' } }),
    { ...approved, amount: { minorUnits: '1', currency: 'EUR' } },
  ]);
  assert.deepEqual(answers.map(wordOf), [
    'approved',
    'insufficient_funds',
    'code_refused',
    'duplicate_suspected',
    'reversed',
    'payment_id_reused',
  ]);
  assert.equal(await payer.balance(), 100_000n - 450n);
});

void test('payments of an order that has no room left are shown as they stand, and are not refused', async () => {
  const payer = await shop.enrolPayer(100_000n);
  const answers = await assertSameElsewhere([
    await requestOf(payer, 'Half', orderOf('bill', '900')),
    await requestOf(payer, 'Too_much', orderOf('bill', '1000')),
    await requestOf(payer, 'Other_half', orderOf('bill', '900')),
    await requestOf(payer, 'Third', orderOf('bill', '900')),
  ]);
  assert.deepEqual(answers.map(wordOf), [
    'approved',
    'order_total_mismatch',
    'approved',
    'order_already_paid',
  ]);
});

void test('a payment that is paid is not called busy because another one of its order waits', async () => {
  const [payer, early] = [await shop.enrolPayer(100_000n), await shop.enrolPayer(100_000n, 45_000)];
  const requests = [
    await requestOf(payer, 'Paid_part', orderOf('busy', '900')),
    await requestOf(early, 'Early_rest', orderOf('busy', '900')),
  ];
  const answers = await assertSameElsewhere(requests);
  assert.deepEqual(answers.map(wordOf), ['approved', 'code_early']);
  shop.clock.advance(60_000);
  const later = await asNew(requests);
  assert.deepEqual(later[0], answers[0]);
  assert.deepEqual(wordOf(later[1]!), 'approved');
  assert.deepEqual(await asNew(requests), later);
});

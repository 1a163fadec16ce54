import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { forgetRecentPayments } from '@tallystick/payment-platform';
import { openTestShop, type Answer, type TestPayer, type TestShop, type TestTill } from './test-shop.ts';

/** A second scan without an order: the same payer, till, amount and currency within a minute, each time 4.50 EUR. */
let shop: TestShop;
let till: TestTill;
let otherTill: TestTill;
let payer: TestPayer;
let ids = 0;

before(async () => {
  shop = await openTestShop();
  [till, otherTill] = await shop.openTwoTills();
});

after(() => shop.close());

beforeEach(async () => {
  payer = await shop.enrolPayer(100_000n);
});

function newId(): string {
  ids += 1;
  return `P${ids}`;
}

function outcomeOf({ status, body }: Answer): string {
  const words = [body['outcome'] ?? body['code'], body['errorCode'] ?? '-'];
  return [status, ...words.map(String)].join(' ');
}

void test('a second scan within a minute is declined with the first payment, and its code stays good', async () => {
  const paid = await till.pay(newId(), await payer.nextCode());
  const balance = await payer.balance();
  const code = await payer.nextCode();
  const id = newId();
  const second = await till.pay(id, code);
  assert.equal(outcomeOf(second), '200 declined duplicate_suspected');
  assert.deepEqual(second.body['earlierPayment'], paid.body);
  assert.equal(second.body['confirmation'], null);
  assert.deepEqual(await till.query(id), second);
  assert.deepEqual(await till.pay(id, code), second, 'final for its id');
  assert.equal(await payer.balance(), balance);

  const duplicateOf = String(paid.body['paymentId']);
  const meant = await till.payWith(newId(), code, { duplicateOf });
  assert.equal(
    outcomeOf(meant),
    '200 approved -',
    'the same code pays once the cashier says that it is meant',
  );
});

void test('after a second payment that was meant, a third has to name the second', async () => {
  const first = newId();
  const second = newId();
  await till.pay(first, await payer.nextCode());
  await till.payWith(second, await payer.nextCode(), { duplicateOf: first });
  const third = await till.payWith(newId(), await payer.nextCode(), { duplicateOf: first });
  assert.equal(outcomeOf(third), '200 declined duplicate_suspected');
});

void test('another till, amount or payer, and a minute later, is another payment', async () => {
  await till.pay(newId(), await payer.nextCode());
  assert.equal(outcomeOf(await otherTill.pay(newId(), await payer.nextCode())), '200 approved -');
  assert.equal(outcomeOf(await till.pay(newId(), await payer.nextCode(), '451')), '200 approved -');
  const friend = await shop.enrolPayer(1000n);
  assert.equal(outcomeOf(await till.pay(newId(), await friend.nextCode())), '200 approved -');
  shop.clock.advance(60_000);
  assert.equal(outcomeOf(await till.pay(newId(), await payer.nextCode())), '200 approved -');
});

void test('a payment that was declined or given back is none to be doubled', async () => {
  const poor = await shop.enrolPayer(100n);
  await till.pay(newId(), await poor.nextCode());
  assert.equal(outcomeOf(await till.pay(newId(), await poor.nextCode())), '200 declined insufficient_funds');
  const reversed = newId();
  await till.pay(reversed, await payer.nextCode());
  await till.reverse(reversed);
  const again = newId();
  assert.equal(outcomeOf(await till.pay(again, await payer.nextCode())), '200 approved -');
  await till.refund('part', again, '100');
  const doubled = await till.pay(newId(), await payer.nextCode());
  assert.equal(
    outcomeOf(doubled),
    '200 declined duplicate_suspected',
    'a part given back is still a payment',
  );
});

void test('a payment that names its order is judged by the order alone', async () => {
  await till.pay(newId(), await payer.nextCode());
  const named = await till.payWith(newId(), await payer.nextCode(), { order: { reference: 'table-4' } });
  assert.equal(outcomeOf(named), '200 approved -');
});

void test('of two scans in one moment one pays and the other asks again, then shows it', async () => {
  const code = await payer.nextCode();
  const [left, right] = [newId(), newId()];
  const answers = await Promise.all([till.pay(left, code), till.pay(right, code)]);
  const late = answers.map(outcomeOf).filter((words) => words !== '200 approved -');
  assert.equal(late.length, 1);
  assert.ok(['202 pending -', '200 declined duplicate_suspected'].includes(late[0] ?? ''));
  const second = outcomeOf(answers[0]!) === '200 approved -' ? right : left;
  assert.equal(outcomeOf(await till.pay(second, code)), '200 declined duplicate_suspected');
});

void test('the same id with another duplicateOf is another request', async () => {
  const id = newId();
  const code = await payer.nextCode();
  await till.pay(id, code);
  assert.equal(outcomeOf(await till.payWith(id, code, { duplicateOf: 'P1' })), '409 payment_id_reused -');
});

void test('a held payment that turns out to be a second scan shows the payment in its way to all alike', async () => {
  const fast = await shop.enrolPayer(100_000n, 40_000);
  const [first, second] = [await fast.nextCode(), await fast.nextCode()];
  assert.equal((await till.pay('Held', first)).status, 202);
  const early = await till.pay('Paid', second);
  assert.equal(early.status, 202);
  shop.clock.advance(Number(early.body['pollAfterMs']));
  assert.equal((await till.pay('Paid', second)).body['outcome'], 'approved');
  const declined = await till.pay('Held', first);
  // Apart, a claimed payment is not looked at again, because its code may be burnt by then; the step has been overtaken.
  const isApart = shop.deployment === 'apart';
  assert.equal(declined.body['errorCode'], isApart ? 'code_expired' : 'duplicate_suspected');
  assert.equal(declined.body['earlierPayment'] === null, isApart);
  assert.deepEqual(await till.query('Held'), declined);
  assert.deepEqual(await till.pay('Held', first), declined);
});

void test('no alias is kept once it is of no more use', async () => {
  const count = {
    name: '',
    text: 'SELECT count(*)::integer AS count FROM platform.recent_payments',
    values: [],
  };
  const counted = async (): Promise<unknown> =>
    (await shop.database.query<{ count: number }>(count))[0]?.count;
  await till.pay(newId(), await payer.nextCode());
  await forgetRecentPayments(shop.platform);
  assert.notEqual(await counted(), 0, 'what is recent stays');
  shop.clock.advance(61_000);
  await forgetRecentPayments(shop.platform);
  assert.equal(await counted(), 0);
});

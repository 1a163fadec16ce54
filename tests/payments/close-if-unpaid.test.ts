import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { openTestShop, type Answer, type TestPayer, type TestShop, type TestTill } from './test-shop.ts';

/** `close-if-unpaid` in every state that a payment can be in. */
let shop: TestShop;
let till: TestTill;
let payer: TestPayer;

before(async () => {
  shop = await openTestShop();
  till = await shop.openTill();
});

after(() => shop.close());

/** A payer for each test: the same one at the same till within a minute would look like a second scan. */
beforeEach(async () => {
  payer = await shop.enrolPayer(100_000n);
});

function resultOf({ status, body }: Answer): string {
  return `${status} ${String(body['result'] ?? body['errorCode'] ?? body['code'])}`;
}

void test('an id never seen is closed: the late payment is declined and its code stays good', async () => {
  const closing = await till.closeIfUnpaid('Late');
  assert.equal(resultOf(closing), '200 never_seen');
  assert.deepEqual(await till.closeIfUnpaid('Late'), closing, 'asked again it answers the same');
  const code = await payer.nextCode();
  assert.equal(resultOf(await till.pay('Late', code)), '200 reversed');
  assert.equal((await till.pay('In_time', code)).body['outcome'], 'approved');
});

void test('an open payment is closed and is then never approved', async () => {
  const fast = await shop.enrolPayer(10_000n, 40_000);
  const code = await fast.nextCode();
  assert.equal((await till.pay('Early', code)).status, 202);
  assert.equal(resultOf(await till.closeIfUnpaid('Early')), '200 closed');
  shop.clock.advance(40_000);
  assert.equal(resultOf(await till.pay('Early', code)), '200 reversed');
  assert.equal(await fast.balance(), 10_000n);
});

void test('a declined payment stays declined', async () => {
  const declined = await till.pay('Declined', await payer.nextCode(), '450', 'JPY');
  const closing = await till.closeIfUnpaid('Declined');
  assert.equal(resultOf(closing), '200 closed');
  assert.deepEqual(closing.body['payment'], declined.body);
});

void test('an approved payment is shown as it stands and nothing goes back', async () => {
  const paid = await till.pay('Paid', await payer.nextCode());
  const balance = await payer.balance();
  const closing = await till.closeIfUnpaid('Paid');
  assert.equal(resultOf(closing), '200 paid');
  assert.deepEqual(closing.body['payment'], paid.body);
  await till.refund('part', 'Paid', '100');
  assert.equal(resultOf(await till.closeIfUnpaid('Paid')), '200 paid');
  assert.equal(await payer.balance(), balance + 100n);
});

void test('a payment of which all went back is not called paid', async () => {
  await till.pay('Back', await payer.nextCode());
  await till.reverse('Back');
  assert.equal(resultOf(await till.closeIfUnpaid('Back')), '200 refunded');
});

void test('another merchant closes its own id and not this one', async () => {
  const paid = await till.pay('Own', await payer.nextCode());
  const stranger = await shop.openTill('Stranger');
  assert.equal(resultOf(await stranger.closeIfUnpaid('Own')), '200 never_seen');
  assert.deepEqual(await till.query('Own'), paid);
});

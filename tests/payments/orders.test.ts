import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { ledgerDifferences } from '@tallystick/integrity';
import { endAbandonedPayments } from '@tallystick/payment-platform';
import { openTestShop, type Answer, type TestPayer, type TestShop, type TestTill } from './test-shop.ts';

/** An order reference pays once: on a real database over real HTTP, each payment one of 4.50 EUR. */
let shop: TestShop;
let till: TestTill;
let otherTill: TestTill;
let payer: TestPayer;
let friend: TestPayer;

before(async () => {
  shop = await openTestShop();
  [till, otherTill] = await shop.openTwoTills();
  friend = await shop.enrolPayer(100_000n);
});

after(() => shop.close());

/** A payer for each test: the same one at the same till within a minute would look like a second scan. */
beforeEach(async () => {
  payer = await shop.enrolPayer(100_000n);
});

function outcomeOf({ status, body }: Answer): string {
  const words = [body['outcome'] ?? body['code'], body['errorCode'] ?? '-'];
  return [status, ...words.map(String)].join(' ');
}

function earlierOf({ body }: Answer): unknown {
  return body['earlierPayment'];
}

function order(reference: string, total?: string) {
  const of = { minorUnits: total, currency: 'EUR' };
  return { order: total === undefined ? { reference } : { reference, total: of } };
}

void test('the second scan after a lost answer finds the first payment, and its code is unspent', async () => {
  const paid = await till.payWith('First', await payer.nextCode(), order('lost'));
  assert.equal(outcomeOf(paid), '200 approved -');
  assert.equal(paid.body['orderReference'], 'lost');
  const balance = await payer.balance();
  const code = await payer.nextCode();
  const second = await otherTill.payWith('Second', code, order('lost'));
  assert.equal(outcomeOf(second), '200 declined order_already_paid');
  assert.deepEqual(earlierOf(second), paid.body, 'it shows the whole outcome, confirmation included');
  assert.equal(second.body['confirmation'], null);
  assert.deepEqual(await till.query('Second'), second);
  assert.deepEqual(await otherTill.payWith('Second', code, order('lost')), second, 'final for its id');
  assert.equal(await payer.balance(), balance);
  assert.equal(outcomeOf(await till.pay('Other', code)), '200 approved -');
});

void test('two payers split a bill, and a third pays nothing', async () => {
  const one = await till.payWith('Split_1', await payer.nextCode(), order('split', '900'));
  const two = await till.payWith('Split_2', await friend.nextCode(), order('split', '900'));
  assert.deepEqual([outcomeOf(one), outcomeOf(two)], ['200 approved -', '200 approved -']);
  const three = await till.payWith('Split_3', await payer.nextCode(), order('split'));
  assert.equal(outcomeOf(three), '200 declined order_already_paid');
  assert.deepEqual(earlierOf(three), two.body);
});

void test('more than is left, another total and another currency are refused by name, and no id is used up', async () => {
  const code = await payer.nextCode();
  await till.payWith('Rest_1', await friend.nextCode(), order('rest', '800'));
  assert.equal(outcomeOf(await till.payWith('Rest_2', code, order('rest', '800'))), '409 order_over_total -');
  assert.equal(
    outcomeOf(await till.payWith('Rest_2', code, order('rest', '900'))),
    '409 order_total_mismatch -',
  );
  const yen = { ...order('rest'), amount: { minorUnits: '350', currency: 'JPY' } };
  assert.equal(outcomeOf(await till.payWith('Rest_2', code, yen)), '409 order_currency_mismatch -');
  const mixed = { order: { reference: 'mixed', total: { minorUnits: '900', currency: 'JPY' } } };
  assert.equal(outcomeOf(await till.payWith('Rest_2', code, mixed)), '409 order_currency_mismatch -');
  assert.equal(outcomeOf(await till.payWith('Rest_2', code, order('low', '449'))), '409 order_over_total -');
  assert.equal(outcomeOf(await till.query('Rest_2')), '404 payment_never_seen -');
  const rest = { ...order('rest', '800'), amount: { minorUnits: '350', currency: 'EUR' } };
  assert.equal(outcomeOf(await till.payWith('Rest_2', code, rest)), '200 approved -');
});

void test('a decline gives the reservation back, also to a payment with another total', async () => {
  const poor = await shop.enrolPayer(1n);
  const declined = await till.payWith('Poor', await poor.nextCode(), order('poor'));
  assert.equal(outcomeOf(declined), '200 declined insufficient_funds');
  assert.equal(
    outcomeOf(await till.payWith('Rich', await payer.nextCode(), order('poor', '900'))),
    '200 approved -',
  );
});

void test('while one payment of the order is open another waits, and is decided by what became of it', async () => {
  const fast = await shop.enrolPayer(10_000n, 40_000);
  const early = await fast.nextCode();
  assert.equal(outcomeOf(await till.payWith('Open', early, order('busy'))), '202 pending code_early');
  const code = await payer.nextCode();
  const busy = await till.payWith('Waits', code, order('busy'));
  assert.equal(outcomeOf(busy), '202 pending order_busy');
  assert.equal(busy.body['pollAfterMs'], 1000);
  assert.equal(outcomeOf(await till.query('Waits')), '404 payment_never_seen -', 'it claims nothing');
  shop.clock.advance(20_000);
  const paid = await till.payWith('Open', early, order('busy'));
  assert.equal(outcomeOf(paid), '200 approved -', 'its own reservation is no obstacle');
  const after = await till.payWith('Waits', code, order('busy'));
  assert.equal(outcomeOf(after), '200 declined order_already_paid');
  assert.deepEqual(earlierOf(after), paid.body);
});

void test('closing an open payment gives its reservation back', async () => {
  const fast = await shop.enrolPayer(10_000n, 40_000);
  await till.payWith('Left', await fast.nextCode(), order('left'));
  const code = await payer.nextCode();
  assert.equal(outcomeOf(await till.payWith('Next', code, order('left'))), '202 pending order_busy');
  assert.equal((await till.closeIfUnpaid('Left')).body['result'], 'closed');
  assert.equal(outcomeOf(await till.payWith('Next', code, order('left'))), '200 approved -');
});

void test('an open payment whose till never comes back is ended, and its order is free', async () => {
  const fast = await shop.enrolPayer(10_000n, 40_000);
  const early = await fast.nextCode();
  await till.payWith('Abandoned', early, order('abandoned'));
  shop.clock.advance(290_000);
  await endAbandonedPayments(shop.platform);
  assert.equal((await till.query('Abandoned')).status, 202, 'not before its code is past');
  shop.clock.advance(20_000);
  await endAbandonedPayments(shop.platform);
  assert.equal(outcomeOf(await till.query('Abandoned')), '200 declined reversed');
  assert.equal(
    outcomeOf(await till.payWith('Abandoned', early, order('abandoned'))),
    '200 declined reversed',
  );
  assert.equal(
    outcomeOf(await till.payWith('Free', await payer.nextCode(), order('abandoned'))),
    '200 approved -',
  );
  assert.equal(await fast.balance(), 10_000n);
});

void test('a reversal makes the order payable again, once, and a refund does not', async () => {
  await till.payWith('Again_1', await payer.nextCode(), order('again'));
  await till.refund('again_part', 'Again_1', '450');
  const refunded = await till.payWith('Again_2', await payer.nextCode(), order('again'));
  assert.equal(outcomeOf(refunded), '200 declined order_already_paid');
  await till.payWith('Back_1', await payer.nextCode(), order('back'));
  await till.refund('back_part', 'Back_1', '100');
  await till.reverse('Back_1');
  await till.reverse('Back_1');
  assert.equal(
    outcomeOf(await till.payWith('Back_2', await payer.nextCode(), order('back'))),
    '200 approved -',
  );
  const third = await till.payWith('Back_3', await payer.nextCode(), order('back'));
  assert.equal(outcomeOf(third), '200 declined order_already_paid');
});

void test('the same id with another order or total is another request', async () => {
  const code = await payer.nextCode();
  await till.payWith('Hash', code, order('hash', '900'));
  for (const other of [{}, order('hash'), order('hash', '901'), order('hash2', '900')]) {
    assert.equal(outcomeOf(await till.payWith('Hash', code, other)), '409 payment_id_reused -');
  }
});

void test('two merchants may use the same reference', async () => {
  const stranger = await shop.openTill('Stranger');
  await till.payWith('Mine', await payer.nextCode(), order('common'));
  assert.equal(
    outcomeOf(await stranger.payWith('Theirs', await payer.nextCode(), order('common'))),
    '200 approved -',
  );
});

void test('a reference with a space or of 65 characters is refused', async () => {
  const code = await payer.nextCode();
  for (const wrong of ['a b', '', 'x'.repeat(65), 'é']) {
    const answer = await till.payWith('Wrong', code, order(wrong));
    assert.deepEqual([answer.body['code'], answer.body['field']], ['malformed_request', '/order/reference']);
  }
});

void test('after all of it the ledger and the orders agree with the payments', async () => {
  assert.deepEqual(await ledgerDifferences(shop.database), []);
});

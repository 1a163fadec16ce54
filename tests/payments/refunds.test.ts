import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { ledgerDifferences } from '@tallystick/integrity';
import { checkReceiptQr, paymentStateOf, receiptOf } from '@tallystick/payer-terminal';
import { openTestShop, type Answer, type TestPayer, type TestShop, type TestTill } from './test-shop.ts';

/** Refunds on a real database over real HTTP, each payment one of 4.50 EUR. */
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

/** A payer for each test: the same one at the same till within a minute would look like a second scan. */
beforeEach(async () => {
  payer = await shop.enrolPayer(100_000n);
});

/** Each for an order of its own, so that two of one test are not taken for one. */
async function paidPayment(): Promise<string> {
  ids += 1;
  const order = { reference: `order-${ids}` };
  const paid = await till.payWith(`P${ids}`, await payer.nextCode(), { order });
  assert.equal(paid.body['outcome'], 'approved');
  return `P${ids}`;
}

function qrOf({ body }: Answer): string {
  const { confirmation } = body;
  if (typeof confirmation !== 'object' || confirmation === null || !('qr' in confirmation))
    assert.fail('no confirmation');
  return String(confirmation.qr);
}

function refusalOf({ status, body }: Answer): string {
  return `${status} ${String(body['code'])}`;
}

void test('parts go back one after another, each the next receipt that the payer can check offline', async () => {
  const before = await payer.balance();
  const paymentId = await paidPayment();
  const first = await till.refund('part_1', paymentId, '100');
  assert.equal(first.status, 200);
  assert.equal(first.body['receiptNumber'], 1);
  assert.deepEqual(first.body['refunded'], { minorUnits: '100', currency: 'EUR' });
  assert.equal(paymentStateOf(await checkReceiptQr(payer.terminal, qrOf(first))), 'refunded');

  const second = await otherTill.refund('part_2', paymentId, '350');
  assert.equal(second.body['receiptNumber'], 2);
  const known = await checkReceiptQr(payer.terminal, qrOf(second));
  assert.equal(receiptOf(known)?.refundedMinorUnits, '450');
  assert.equal(await payer.balance(), before);
});

void test('the payer keeps the highest receipt, whatever order they are shown in', async () => {
  const paymentId = await paidPayment();
  const first = await till.refund('in_order_1', paymentId, '1');
  const second = await till.refund('in_order_2', paymentId, '1');
  await checkReceiptQr(payer.terminal, qrOf(second));
  const known = await checkReceiptQr(payer.terminal, qrOf(first));
  assert.equal(receiptOf(known)?.receiptNumber, 2);
});

void test('a repeat gets the stored answer to the letter, also after later refunds, and moves nothing', async () => {
  const paymentId = await paidPayment();
  const first = await till.refund('again', paymentId, '100');
  await till.refund('later', paymentId, '100');
  const balance = await payer.balance();
  assert.deepEqual(await till.refund('again', paymentId, '100'), first);
  assert.deepEqual(
    await otherTill.refund('again', paymentId, '100'),
    first,
    'also for another till of the shop',
  );
  assert.deepEqual(await till.send('GET', '/refunds/again'), first);
  assert.equal(await payer.balance(), balance);
});

void test('the same id with another amount or payment is refused by name', async () => {
  const paymentId = await paidPayment();
  await till.refund('one_id', paymentId, '100');
  assert.equal(refusalOf(await till.refund('one_id', paymentId, '101')), '409 refund_id_reused');
  assert.equal(refusalOf(await till.refund('one_id', await paidPayment(), '100')), '409 refund_id_reused');
  assert.equal(refusalOf(await till.refund('one_id', 'Never', '100')), '409 refund_id_reused');
});

void test('the payment shows what went back and its refunds, the same when asked and when repeated', async () => {
  ids += 1;
  const paymentId = `P${ids}`;
  const code = await payer.nextCode();
  await till.pay(paymentId, code);
  const { body } = await otherTill.refund('shown', paymentId, '100');
  const stored = await till.query(paymentId);
  assert.deepEqual(stored.body['refunded'], { minorUnits: '100', currency: 'EUR' });
  const { refundId, amount, refunded, receiptNumber, tillNumber, refundedAt } = body;
  assert.deepEqual(stored.body['refunds'], [
    { refundId, amount, refunded, receiptNumber, tillNumber, refundedAt },
  ]);
  assert.equal(qrOf(stored), qrOf({ status: 200, body }), 'its confirmation is the latest receipt');
  assert.deepEqual(await till.pay(paymentId, code), stored);
});

void test('never more than the payment, and nothing of one that took no money', async () => {
  const paymentId = await paidPayment();
  assert.equal(refusalOf(await till.refund('too_much', paymentId, '451')), '409 refund_exceeds_payment');
  assert.equal((await till.refund('too_much', paymentId, '450')).status, 200, 'a refused id was not used up');
  assert.equal(refusalOf(await till.refund('more', paymentId, '1')), '409 refund_exceeds_payment');
  assert.equal(
    refusalOf(await till.refund('wrong', await paidPayment(), '1', 'JPY')),
    '409 refund_currency_mismatch',
  );
  await till.reverse('Tombstone');
  assert.equal(refusalOf(await till.refund('none', 'Tombstone', '1')), '409 payment_not_approved');
  assert.equal(refusalOf(await till.refund('none', 'Never', '1')), '404 payment_never_seen');
});

void test('another merchant’s payments and refunds look never seen', async () => {
  const paymentId = await paidPayment();
  await till.refund('private', paymentId, '1');
  const stranger = await shop.openTill('Stranger');
  assert.equal(refusalOf(await stranger.refund('mine', paymentId, '1')), '404 payment_never_seen');
  assert.equal(refusalOf(await stranger.send('GET', '/refunds/private')), '404 refund_never_seen');
});

void test('a reversal gives back what the refunds left, as the next receipt, and ends refunds', async () => {
  const before = await payer.balance();
  const paymentId = await paidPayment();
  await till.refund('before_reversal', paymentId, '100');
  const reversal = await till.reverse(paymentId);
  assert.equal(reversal.body['result'], 'refunded');
  assert.deepEqual(await till.reverse(paymentId), reversal, 'asked again it answers the same');
  assert.equal(await payer.balance(), before);
  const stored = await till.query(paymentId);
  assert.equal(receiptOf(await checkReceiptQr(payer.terminal, qrOf(stored)))?.receiptNumber, 2);
  const late = await till.refund('after_reversal', paymentId, '1');
  assert.equal(refusalOf(late), '409 payment_already_reversed');
});

void test('fifty parts go back and no more, and a reversal still gives the rest', async () => {
  const before = await payer.balance();
  const paymentId = await paidPayment();
  for (let part = 1; part <= 50; part += 1) {
    assert.equal((await till.refund(`fifty_${part}`, paymentId, '1')).body['receiptNumber'], part);
  }
  assert.equal(refusalOf(await till.refund('fifty_51', paymentId, '1')), '409 refund_too_many_parts');
  assert.equal((await till.reverse(paymentId)).body['result'], 'refunded');
  assert.equal(await payer.balance(), before);
});

void test('a year later the payment can no longer be given back in parts', async () => {
  const paymentId = await paidPayment();
  const first = await till.refund('in_time', paymentId, '1');
  shop.clock.advance(365 * 24 * 60 * 60 * 1000 + 60_000);
  assert.equal(refusalOf(await till.refund('too_late', paymentId, '1')), '409 refund_too_late');
  assert.deepEqual(await till.refund('in_time', paymentId, '1'), first, 'a repeat is answered for ever');
});

void test('after all of it the ledger agrees with itself', async () => {
  assert.deepEqual(await ledgerDifferences(shop.database), []);
});

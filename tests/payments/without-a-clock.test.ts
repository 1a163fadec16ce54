import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ledgerDifferences } from '@tallystick/integrity';
import {
  checkReceiptQr,
  checkTypedConfirmation,
  paymentStateOf,
  receiptOf,
} from '@tallystick/payer-terminal';
import { openTestShop, type Answer, type TestPayer, type TestShop, type TestTill } from './test-shop.ts';

/** Payments of devices without a clock, whole: terminal, till, server, ledger, confirmation. */
const dayMs = 86_400_000;

let shop: TestShop;
let till: TestTill;
let ids = 0;

before(async () => {
  shop = await openTestShop();
  till = await shop.openTill();
});

after(() => shop.close());

/** Each for an order of its own, so that two of one device are not taken for one that was scanned twice. */
async function pay(code: string, minorUnits = '450'): Promise<Answer> {
  ids += 1;
  const amount = { minorUnits, currency: 'EUR' };
  return till.payWith(`N${ids}`, code, { amount, order: { reference: `order-${ids}` } });
}

/** The error code of a decline, or the outcome. */
async function wordOf(answer: Promise<Answer>): Promise<string> {
  const { body } = await answer;
  return String(body['errorCode'] ?? body['outcome'] ?? body['code']);
}

function confirmationOf({ body }: Answer): { readonly qr: string; readonly typed: string } {
  const { confirmation } = body;
  if (typeof confirmation !== 'object' || confirmation === null) assert.fail('no confirmation');
  if (!('qr' in confirmation) || !('typed' in confirmation)) assert.fail('half a confirmation');
  return { qr: String(confirmation.qr), typed: String(confirmation.typed) };
}

async function press(device: TestPayer, times: number): Promise<void> {
  for (let pressed = 0; pressed < times; pressed += 1) await device.nextCode();
}

void test('a device whose clock stands in 1970 pays, and proves it by its receipt and by eight digits', async () => {
  const device = await shop.enrolDevice(10_000n);
  const first = await pay(await device.nextCode());
  assert.equal(first.body['outcome'], 'approved');
  assert.equal(await device.balance(), 9_550n);
  const known = await checkReceiptQr(device.terminal, confirmationOf(first).qr);
  assert.equal(paymentStateOf(known), 'approved');

  const second = await pay(await device.nextCode());
  const digits = confirmationOf(second).typed;
  const typed = await checkTypedConfirmation(device.terminal, { digits, minorUnits: '450', currency: 'EUR' });
  assert.equal(paymentStateOf(typed), 'approved');
});

void test('a reversal is confirmed as receipt 1 under the key of the press', async () => {
  const device = await shop.enrolDevice(10_000n);
  const paid = await till.pay('REVERSED', await device.nextCode());
  await checkReceiptQr(device.terminal, confirmationOf(paid).qr);
  assert.equal((await till.reverse('REVERSED')).body['result'], 'refunded');
  const known = await checkReceiptQr(device.terminal, confirmationOf(await till.query('REVERSED')).qr);
  assert.deepEqual([paymentStateOf(known), receiptOf(known)?.receiptNumber], ['refunded', 1]);
  assert.equal(await device.balance(), 10_000n);
});

void test('a code waits for months, pays once, and takes those before it along', async () => {
  const device = await shop.enrolDevice(10_000n);
  const [early, late] = [await device.nextCode(), await device.nextCode()];
  shop.clock.advance(200 * dayMs);
  assert.equal(await wordOf(pay(late)), 'approved');
  assert.equal(await wordOf(pay(late)), 'code_used');
  assert.equal(await wordOf(pay(early)), 'code_expired');
});

void test('above its cap a code is declined, confirmed and burnt', async () => {
  const device = await shop.enrolDevice(100_000n, { cap: 1_000n });
  const code = await device.nextCode();
  const answer = await pay(code, '1001');
  assert.equal(answer.body['errorCode'], 'code_over_cap');
  assert.equal(paymentStateOf(await checkReceiptQr(device.terminal, confirmationOf(answer).qr)), 'declined');
  assert.equal(await wordOf(pay(code, '1000')), 'code_used');
  assert.equal(await wordOf(pay(await device.nextCode(), '1000')), 'approved');
  assert.equal(
    await wordOf(pay(await (await shop.enrolDevice(100_000n)).nextCode(), '2501')),
    'code_over_cap',
  );
});

void test('the uses of a day run out, declined ones counted, and midnight in UTC brings them back', async () => {
  const device = await shop.enrolDevice(100_000n, { usesPerDay: 2, cap: 500n });
  assert.equal(await wordOf(pay(await device.nextCode())), 'approved');
  assert.equal(await wordOf(pay(await device.nextCode(), '501')), 'code_over_cap');
  const answer = await pay(await device.nextCode());
  assert.equal(answer.body['errorCode'], 'daily_limit_reached');
  assert.equal(paymentStateOf(await checkReceiptQr(device.terminal, confirmationOf(answer).qr)), 'declined');
  shop.clock.advance(dayMs);
  assert.equal(await wordOf(pay(await device.nextCode())), 'approved');
});

void test('a device that ran ahead is asked to press once more, is told so by its receipt, and then pays', async () => {
  const device = await shop.enrolDevice(10_000n);
  await press(device, 60);
  const first = await pay(await device.nextCode());
  assert.equal(first.body['errorCode'], 'press_resync');
  const known = await checkReceiptQr(device.terminal, confirmationOf(first).qr);
  assert.equal(receiptOf(known)?.errorCode, 'press_resync');
  assert.equal(await wordOf(pay(await device.nextCode())), 'approved');
  assert.equal(await wordOf(pay(await device.nextCode())), 'approved');
  assert.equal(await device.balance(), 9_100n);
});

void test('a batch of devices with and without a clock is decided code by code', async () => {
  const devices = await Promise.all([
    shop.enrolDevice(10_000n),
    shop.enrolPayer(10_000n),
    shop.enrolDevice(10_000n),
    shop.enrolPayer(10_000n),
  ]);
  const codes = await Promise.all(devices.map((device) => device.nextCode()));
  const words = await Promise.all([...codes, ...codes].map((code) => wordOf(pay(code))));
  assert.deepEqual(words.toSorted(), [...Array(4).fill('approved'), ...Array(4).fill('code_used')]);
});

void test('after all of it the ledger agrees with itself', async () => {
  assert.deepEqual(await ledgerDifferences(shop.database), []);
});

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import {
  checkReceiptQr,
  checkTypedConfirmation,
  paymentStateOf,
  receiptOf,
} from '@tallystick/payer-terminal';
import { dammCheckDigit } from '@tallystick/paycode';
import { forged } from '../support/forged.ts';
import { openTestShop, type Answer, type TestPayer, type TestShop, type TestTill } from './test-shop.ts';

/** The table of answers of docs/protocol.md, row by row, on a real database over real HTTP. */
let shop: TestShop;
let till: TestTill;
let payer: TestPayer;
let ids = 0;

before(async () => {
  shop = await openTestShop();
  till = await shop.openTill();
});

after(() => shop.close());

/** A payer for each test: the same one at the same till within a minute would look like a second scan. */
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

void test('approved: the money moves, the step is burnt, the payer can prove it offline', async () => {
  const before = await payer.balance();
  const id = newId();
  const code = await payer.nextCode();
  const answer = await till.pay(id, code);
  assert.equal(outcomeOf(answer), '200 approved -');
  assert.equal(await payer.balance(), before - 450n);
  const confirmation = confirmationOf(answer);
  assert.equal(paymentStateOf(await checkReceiptQr(payer.terminal, confirmation.qr)), 'approved');
  assert.deepEqual(await till.query(id), answer);
  assert.deepEqual(await till.pay(id, code), answer, 'a repeat gets the stored outcome to the letter');
  assert.equal(await payer.balance(), before - 450n, 'and moves nothing');
});

void test('declined, insufficient_funds: confirmed, and the code is burnt', async () => {
  const poor = await shop.enrolPayer(100n);
  const code = await poor.nextCode();
  const answer = await till.pay(newId(), code);
  assert.equal(outcomeOf(answer), '200 declined insufficient_funds');
  const known = await checkReceiptQr(poor.terminal, confirmationOf(answer).qr);
  assert.equal(paymentStateOf(known), 'declined');
  assert.equal(outcomeOf(await till.pay(newId(), code, '50')), '200 declined code_used');
  assert.equal(await poor.balance(), 100n);
});

void test('declined, currency_mismatch: the account is in another currency', async () => {
  const answer = await till.pay(newId(), await payer.nextCode(), '450', 'JPY');
  assert.equal(outcomeOf(answer), '200 declined currency_mismatch');
});

void test('declined, code_used: never confirmed, so that no till can hide an approval behind a replay', async () => {
  const code = await payer.nextCode();
  assert.equal(outcomeOf(await till.pay(newId(), code)), '200 approved -');
  const replay = await till.pay(newId(), code, '449');
  assert.equal(outcomeOf(replay), '200 declined code_used');
  assert.equal(replay.body['confirmation'], null);
});

void test('declined, code_expired: a code that waited a minute', async () => {
  const code = await payer.nextCode();
  shop.clock.advance(70_000);
  const answer = await till.pay(newId(), code);
  assert.equal(outcomeOf(answer), '200 declined code_expired');
  assert.equal(answer.body['confirmation'], null);
});

void test('declined, code_refused: the same words for a forged code and an unknown alias, on the grid of 100 ms', async () => {
  const code = await payer.nextCode();
  const unknownBody = `83${'0'.repeat(10)}${code.slice(12, -1)}`;
  for (const wrong of [forged(code), unknownBody + dammCheckDigit(unknownBody)]) {
    const startedMs = performance.now();
    const answer = await till.pay(newId(), wrong);
    assert.ok(performance.now() - startedMs >= 99);
    assert.equal(outcomeOf(answer), '200 declined code_refused');
    assert.equal(answer.body['confirmation'], null);
  }
});

void test('declined, reversed: a reversal that overtakes its payment leaves a tombstone, and the code stays good', async () => {
  const id = newId();
  assert.equal((await till.reverse(id)).body['result'], 'never_seen');
  assert.equal((await till.reverse(id)).body['result'], 'never_seen', 'asked again it answers the same');
  const code = await payer.nextCode();
  assert.equal(outcomeOf(await till.pay(id, code)), '200 declined reversed');
  assert.equal(outcomeOf(await till.query(id)), '200 declined reversed');
  assert.equal(outcomeOf(await till.pay(newId(), code)), '200 approved -');
});

void test('pending, code_early: held for its payment, decided when its time has come, used for every other', async () => {
  const fast = await shop.enrolPayer(10_000n, 40_000);
  const id = newId();
  const code = await fast.nextCode();
  const early = await till.pay(id, code);
  assert.equal(outcomeOf(early), '202 pending code_early');
  // Apart, the platform’s row does not say why it is open.
  const why = shop.deployment === 'apart' ? '-' : 'code_early';
  assert.equal(outcomeOf(await till.query(id)), `202 pending ${why}`);
  assert.equal(outcomeOf(await till.pay(newId(), code)), '200 declined code_used');
  assert.equal(outcomeOf(await till.pay(id, code, '451')), '409 payment_id_reused -');
  shop.clock.advance(Number(early.body['pollAfterMs']));
  assert.equal(outcomeOf(await till.pay(id, code)), '200 approved -');
  assert.equal(
    outcomeOf(await till.pay(newId(), await fast.nextCode(), '449')),
    '200 approved -',
    'its clock is learnt',
  );
});

void test('a pending payment can be closed by a reversal, and is then never approved', async () => {
  const fast = await shop.enrolPayer(10_000n, 40_000);
  const id = newId();
  const code = await fast.nextCode();
  assert.equal(outcomeOf(await till.pay(id, code)), '202 pending code_early');
  assert.equal((await till.reverse(id)).body['result'], 'closed');
  shop.clock.advance(40_000);
  assert.equal(outcomeOf(await till.pay(id, code)), '200 declined reversed');
  assert.equal(await fast.balance(), 10_000n);
});

void test('declined, code_early: a clock minutes fast burns the code and says so', async () => {
  const veryFast = await shop.enrolPayer(10_000n, 120_000);
  const answer = await till.pay(newId(), await veryFast.nextCode());
  assert.equal(outcomeOf(answer), '200 declined code_early');
  assert.notEqual(answer.body['confirmation'], null);
});

void test('409 payment_id_reused: never an old outcome for other data', async () => {
  const id = newId();
  const code = await payer.nextCode();
  await till.pay(id, code);
  assert.equal(outcomeOf(await till.pay(id, code, '451')), '409 payment_id_reused -');
  assert.equal(outcomeOf(await till.pay(id, await payer.nextCode())), '409 payment_id_reused -');
});

void test('404: another merchant’s payment looks never seen, and its reversal touches nothing', async () => {
  const id = newId();
  const paid = await till.pay(id, await payer.nextCode());
  const stranger = await shop.openTill('Stranger');
  assert.equal(outcomeOf(await stranger.query(id)), '404 payment_never_seen -');
  assert.equal((await stranger.reverse(id)).body['result'], 'never_seen');
  assert.deepEqual(await till.query(id), paid);
});

void test('a reversal gives an approved payment back in full, once, and confirms it as receipt 1', async () => {
  const before = await payer.balance();
  const id = newId();
  const paid = await till.pay(id, await payer.nextCode());
  await checkReceiptQr(payer.terminal, confirmationOf(paid).qr);
  const reversal = await till.reverse(id);
  assert.equal(reversal.body['result'], 'refunded');
  assert.deepEqual(await till.reverse(id), reversal, 'asked again it answers the same');
  assert.equal(await payer.balance(), before);
  const stored = await till.query(id);
  assert.deepEqual(stored.body['refunded'], { minorUnits: '450', currency: 'EUR' });
  const known = await checkReceiptQr(payer.terminal, confirmationOf(stored).qr);
  assert.equal(paymentStateOf(known), 'refunded');
  assert.equal(receiptOf(known)?.receiptNumber, 1);
});

void test('the eight typed digits prove amount and outcome to the payer', async () => {
  const answer = await till.pay(newId(), await payer.nextCode());
  const digits = confirmationOf(answer).typed;
  const known = await checkTypedConfirmation(payer.terminal, { digits, minorUnits: '450', currency: 'EUR' });
  assert.equal(paymentStateOf(known), 'approved');
});

void test('after all of it the ledger agrees with itself', async () => {
  assert.deepEqual(await shop.differences(), []);
});

function confirmationOf(answer: Answer): { readonly qr: string; readonly typed: string } {
  const { confirmation } = answer.body;
  if (typeof confirmation !== 'object' || confirmation === null) assert.fail('no confirmation');
  if (!('qr' in confirmation) || !('typed' in confirmation)) assert.fail('half a confirmation');
  return { qr: String(confirmation.qr), typed: String(confirmation.typed) };
}

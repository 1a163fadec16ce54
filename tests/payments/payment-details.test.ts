import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { openTestShop, type TestPayer, type TestShop, type TestTill } from './test-shop.ts';

/** Place of sale, cashier and metadata of a payment. */
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

const details = {
  placeOfSale: 'Terrasse, Tisch 4',
  cashier: 'Zoë “Zo” O’Neil',
  metadata: { 'order.table': '4', note: 'comma, "quotes" \\ {braces} 😀', empty: '' },
};

void test('what the till says about a payment is stored and shown with it', async () => {
  const paid = await till.payWith('With', await payer.nextCode(), { details });
  assert.equal(paid.body['outcome'], 'approved');
  assert.deepEqual(paid.body['details'], details);
  assert.deepEqual((await till.query('With')).body, paid.body);
  assert.deepEqual((await till.reverse('With')).status, 200);
  assert.deepEqual((await till.query('With')).body['details'], details);
});

void test('a payment without details has none, a declined one keeps its own', async () => {
  assert.equal((await till.pay('Without', await payer.nextCode(), '449')).body['details'], null);
  const code = await payer.nextCode();
  await till.pay('First', code);
  const declined = await till.payWith('Second', code, { duplicateOf: 'First', details: { cashier: 'Bo' } });
  assert.equal(declined.body['errorCode'], 'code_used');
  assert.deepEqual(declined.body['details'], { cashier: 'Bo' });
});

void test('a repeat with other details gets the stored outcome with the first ones', async () => {
  const code = await payer.nextCode();
  const paid = await till.payWith('Repeat', code, { details });
  assert.deepEqual(await till.payWith('Repeat', code, { details: { cashier: 'Bo' } }), paid);
  assert.deepEqual(await till.pay('Repeat', code), paid);
});

void test('of a payment that was pending the details are those of the request that was decided', async () => {
  const fast = await shop.enrolPayer(10_000n, 40_000);
  const code = await fast.nextCode();
  const early = await till.payWith('Early', code, { details: { cashier: 'Ada' } });
  assert.equal(early.status, 202);
  shop.clock.advance(Number(early.body['pollAfterMs']));
  const paid = await till.payWith('Early', code, { details: { cashier: 'Bo' } });
  assert.deepEqual(paid.body['details'], { cashier: 'Bo' });
  assert.deepEqual(await till.query('Early'), paid);
});

const many = Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`key${index}`, '']));
const refused: readonly (readonly [string, unknown])[] = [
  ['a field that is not known', { colour: 'red' }],
  ['an empty name', { cashier: '' }],
  ['a name of 65 characters', { placeOfSale: 'x'.repeat(65) }],
  ['a control character', { cashier: 'a\u0000b' }],
  ['half a character', { metadata: { note: '\ud800' } }],
  ['17 keys', { metadata: many }],
  ['a key of 41 characters', { metadata: { ['k'.repeat(41)]: '' } }],
  ['a key with a space', { metadata: { 'a b': '' } }],
  ['a value of 201 characters', { metadata: { note: 'x'.repeat(201) } }],
  ['a value that is no text', { metadata: { note: 4 } }],
];

void test('more than the limits allow is refused with the field, and nothing is done', async () => {
  const code = await payer.nextCode();
  for (const [what, wrong] of refused) {
    const answer = await till.payWith('Wrong', code, { details: wrong });
    assert.equal(answer.status, 400, what);
    assert.equal(answer.body['code'], 'malformed_request', what);
    assert.match(String(answer.body['field']), /^\/details/, what);
  }
  assert.equal((await till.query('Wrong')).status, 404);
  assert.equal((await till.pay('Wrong', code)).body['outcome'], 'approved');
});

void test('the limits themselves are taken', async () => {
  const metadata = Object.fromEntries(
    Array.from({ length: 16 }, (_, index) => [
      `${'k'.repeat(38)}${String(index).padStart(2, '0')}`,
      'é'.repeat(200),
    ]),
  );
  const full = { placeOfSale: 'p'.repeat(64), cashier: 'c'.repeat(64), metadata };
  const paid = await till.payWith('Full', await payer.nextCode(), { details: full });
  assert.deepEqual(paid.body['details'], full);
});

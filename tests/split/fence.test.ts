import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { endAbandonedPayments, forgetPaymentsInWork, verdictLifetimeMs } from '@tallystick/payment-platform';
import type { Answer, TestPayer, TestTill } from '../payments/test-shop.ts';
import { openApartShop, outcomeOf, type ApartShop } from './apart-shop.ts';
import { createGates, type Gate } from './gates.ts';

/** What comes between claim, verification and booking (DESIGN §3.6, “Split”): one outcome, whoever was first. */
const gates = createGates();
let shop: ApartShop;
let till: TestTill;
let payer: TestPayer;
let lastId = 0;

before(async () => {
  shop = await openApartShop({ aroundService: gates.around });
  till = await shop.openTill();
  payer = await shop.enrolPayer(1_000_000n);
});
after(async () => {
  assert.deepEqual(await shop.differences(), []);
  await shop.close();
});

function newId(): string {
  return `F${(lastId += 1)}`;
}

/** Another amount for each id: a second payment like the first would be suspected to be a second scan. */
function pay(id: string, code: string): Promise<Answer> {
  return till.pay(id, code, `${1_000 + Number(id.slice(1))}`);
}

/** Holds a payment at a gate while the other thing is done, then lets it go on. */
async function heldAt(
  gate: Gate,
  id: string,
  code: string,
  meanwhile: () => Promise<unknown>,
): Promise<Answer> {
  gate.close();
  const paid = pay(id, code);
  await gate.reached();
  await meanwhile();
  gate.open();
  return paid;
}

async function isBurnt(code: string): Promise<boolean> {
  return outcomeOf(await pay(newId(), code)) === '200 declined code_used';
}

const closings = {
  'a reversal': (id: string) => till.reverse(id),
  'a closing': (id: string) => till.closeIfUnpaid(id),
  'the janitor': async () => {
    shop.clock.advance(verdictLifetimeMs);
    await endAbandonedPayments(shop.platform, verdictLifetimeMs - 1);
  },
};

for (const [name, close] of Object.entries(closings)) {
  void test(`${name} that comes before the booking wins: declined, nothing booked, and the code stays burnt`, async () => {
    const id = newId();
    const balance = await payer.balance();
    const code = await payer.nextCode();
    const answer = await heldAt(gates.afterVerify, id, code, () => close(id));
    assert.equal(outcomeOf(answer), '200 declined reversed');
    assert.equal(outcomeOf(await till.query(id)), '200 declined reversed');
    assert.equal(await payer.balance(), balance);
    const verdict = `authentication.verdicts WHERE payment_id = '${id}' AND verdict = 'genuine'`;
    assert.equal(await shop.count('authentication', verdict), 1);
    assert.equal(outcomeOf(await pay(id, code)), '200 declined reversed', 'asked again it answers the same');
  });

  void test(`${name} that comes before the verification wins as well`, async () => {
    const id = newId();
    const balance = await payer.balance();
    const answer = await heldAt(gates.beforeVerify, id, await payer.nextCode(), () => close(id));
    assert.equal(outcomeOf(answer), '200 declined reversed');
    assert.equal(await payer.balance(), balance);
  });
}

void test('a reversal that comes after the booking gives everything back, with a confirmation', async () => {
  const id = newId();
  const balance = await payer.balance();
  assert.equal(outcomeOf(await pay(id, await payer.nextCode())), '200 approved -');
  const { body } = await till.reverse(id);
  assert.equal(body['result'], 'refunded');
  assert.equal(await payer.balance(), balance);
  const { confirmation } = await till.query(id).then((answer) => answer.body);
  assert.notEqual(confirmation, null);
});

void test('a verdict older than two minutes is booked by nobody, also where the janitor did not come', async () => {
  const id = newId();
  const code = await payer.nextCode();
  const answer = await heldAt(gates.afterVerify, id, code, () => {
    shop.clock.advance(verdictLifetimeMs);
    return Promise.resolve();
  });
  assert.equal(outcomeOf(answer), '200 declined reversed');
});

void test('a verdict of nearly two minutes is booked', async () => {
  const id = newId();
  const answer = await heldAt(gates.afterVerify, id, await payer.nextCode(), async () => {
    shop.clock.advance(verdictLifetimeMs - 1);
    await endAbandonedPayments(shop.platform, verdictLifetimeMs);
  });
  assert.equal(outcomeOf(answer), '200 approved -');
});

void test('while a code is verified its payment is pending, and the same request has the same end', async () => {
  const id = newId();
  const code = await payer.nextCode();
  let again: Promise<Answer> | undefined;
  const answer = await heldAt(gates.afterVerify, id, code, async () => {
    assert.equal(outcomeOf(await till.query(id)), '202 pending -');
    again = pay(id, code);
    const other = await till.pay(id, code, '451');
    assert.equal(outcomeOf(other), '409 problem payment_id_reused');
  });
  assert.equal(outcomeOf(answer), '200 approved -');
  assert.deepEqual((await again)?.body, answer.body);
});

void test('a second scan while the first is verified waits for it, then shows it, and leaves its code unspent', async () => {
  const [first, second] = [newId(), newId()];
  const code = await payer.nextCode();
  const secondCode = await payer.nextCode();
  const amount = { amount: { minorUnits: `${1_000 + Number(first.slice(1))}`, currency: 'EUR' } };
  await heldAt(gates.afterVerify, first, code, async () => {
    assert.equal(outcomeOf(await till.payWith(second, secondCode, amount)), '202 pending -');
  });
  const suspected = await till.payWith(second, secondCode, amount);
  assert.equal(outcomeOf(suspected), '200 declined duplicate_suspected');
  const meant = await till.payWith(newId(), secondCode, { ...amount, duplicateOf: first });
  assert.equal(outcomeOf(meant), '200 approved -');
});

void test('one code at two payment ids at once pays once', async () => {
  const fresh = await payer.nextCode();
  const answers = await Promise.all([till.pay(newId(), fresh, '700'), till.pay(newId(), fresh, '701')]);
  assert.deepEqual(answers.map(outcomeOf).toSorted(), ['200 approved -', '200 declined code_used']);
  assert.equal(await isBurnt(fresh), true);
});

void test('an order is reserved while its code is verified, and free again after a reversal', async () => {
  const order = { order: { reference: 'split-1' } };
  const id = newId();
  const other = newId();
  const code = await payer.nextCode();
  const otherCode = await payer.nextCode();
  gates.afterVerify.close();
  const paid = till.payWith(id, code, order);
  await gates.afterVerify.reached();
  assert.equal(outcomeOf(await till.payWith(other, otherCode, order)), '202 pending order_busy');
  assert.equal((await till.reverse(id)).body['result'], 'closed');
  gates.afterVerify.open();
  assert.equal(outcomeOf(await paid), '200 declined reversed');
  assert.equal(outcomeOf(await till.payWith(other, otherCode, order)), '200 approved -');
});

void test('no alias of a payment in work is kept once its claim can’t be open any more', async () => {
  assert.notEqual(await shop.count('platform', 'platform.payments_in_work'), 0);
  shop.clock.advance(verdictLifetimeMs + 61_000);
  await forgetPaymentsInWork(shop.platform);
  assert.equal(await shop.count('platform', 'platform.payments_in_work'), 0);
});

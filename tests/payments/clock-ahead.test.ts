import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createActivation } from '@tallystick/authentication-server';
import { createMemoryStore, createPayerTerminal, enrol } from '@tallystick/payer-terminal';
import { endAbandonedPayments, forgetRecentPayments } from '@tallystick/payment-platform';
import { codeOf } from '../support/test-market.ts';
import { openTestShop, type Answer, type TestShop, type TestTill } from './test-shop.ts';

/** What a server whose clock was ahead has stored, and what becomes of it when the clock is right again. */
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

let shop: TestShop;
let till: TestTill;
let ids = 0;

before(async () => {
  shop = await openTestShop();
  till = await shop.openTill();
});
after(() => shop.close());

const newId = (): string => `A${(ids += 1)}`;

function outcomeOf({ body }: Answer): unknown {
  return body['errorCode'] ?? body['outcome'] ?? body['code'];
}

/** Does something while the clock is ahead, and sets it right again. */
async function whileAhead(errorMs: number, work: () => Promise<void>): Promise<void> {
  const rightMs = shop.clock.nowMs();
  shop.clock.set(rightMs + errorMs);
  await work();
  shop.clock.set(rightMs + 120_000);
}

void test('honest codes that were refused as guesses keep nobody out afterwards', async () => {
  const payer = await shop.enrolPayer(1_000n);
  const codes: string[] = [];
  for (let count = 0; count < 7; count += 1) codes.push(await payer.nextCode());
  await whileAhead(hourMs, async () => {
    for (const code of codes) assert.equal(outcomeOf(await till.pay(newId(), code)), 'code_refused');
  });
  assert.equal(outcomeOf(await till.pay(newId(), await payer.nextCode())), 'approved');
});

void test('uses of a day to come are not uses of today', async () => {
  const device = await shop.enrolDevice(10_000n, { usesPerDay: 1 });
  const use = async (): Promise<unknown> =>
    outcomeOf(await till.payWith(newId(), await device.nextCode(), { order: { reference: newId() } }));
  await whileAhead(dayMs, async () => {
    assert.equal(await use(), 'approved');
    assert.equal(await use(), 'daily_limit_reached');
  });
  assert.equal(await use(), 'approved');
  assert.equal(await use(), 'daily_limit_reached');
});

void test('a payment of a time to come is none that the next one could be a second scan of, and its alias is forgotten', async () => {
  const device = await shop.enrolDevice(10_000n);
  await whileAhead(hourMs, async () => {
    assert.equal(outcomeOf(await till.pay(newId(), await device.nextCode(), '333')), 'approved');
  });
  assert.equal(outcomeOf(await till.pay(newId(), await device.nextCode(), '333')), 'approved');
  await whileAhead(hourMs, async () => {
    assert.equal(outcomeOf(await till.pay(newId(), await device.nextCode(), '334')), 'approved');
  });
  await forgetRecentPayments(shop.platform);
  const rows = await shop.database.query({
    name: '',
    text: 'SELECT payment_id FROM platform.recent_payments WHERE amount = 334',
    values: [],
  });
  assert.deepEqual(rows, []);
});

void test('a payment that was left open is ended, so that its order can be paid', async () => {
  const fast = await shop.enrolPayer(1_000n, 40_000);
  const payer = await shop.enrolPayer(1_000n);
  const order = { order: { reference: newId() } };
  await whileAhead(dayMs, async () => {
    const { body } = await till.payWith(newId(), await fast.nextCode(), order);
    assert.equal(body['final'], false);
  });
  await endAbandonedPayments(shop.platform);
  assert.equal(outcomeOf(await till.payWith(newId(), await payer.nextCode(), order)), 'approved');
});

void test('activations of a time to come are over: they open no credential and take no other’s place', async () => {
  const payer = await shop.enrolPayer(1_000n);
  const codes: string[] = [];
  const activate = async (): Promise<string> =>
    (await createActivation(shop.enrolment, payer)).activationCode;
  await whileAhead(365 * dayMs, async () => {
    for (let count = 0; count < 5; count += 1) codes.push(await activate());
  });
  const terminal = createPayerTerminal({ store: createMemoryStore(), clock: shop.clock });
  const enrolling = { serverUrl: till.serverUrl, fetch };
  await assert.rejects(enrol(terminal, { ...enrolling, activationCode: codes[0]! }), {
    code: 'activation_expired',
  });
  await enrol(terminal, { ...enrolling, activationCode: await activate() });
  assert.equal(outcomeOf(await till.pay(newId(), await codeOf(terminal))), 'approved');
});

void test('who paid with a code of a time to come is refused until then, unburdened, and pays with a new activation', async () => {
  const payer = await shop.enrolPayer(1_000n);
  await whileAhead(hourMs, async () => {
    assert.equal(outcomeOf(await till.pay(newId(), await payer.nextCode(), '100')), 'approved');
  });
  // The device’s own clock was ahead with the server’s, and is right now as well.
  assert.equal(outcomeOf(await till.pay(newId(), await payer.nextCode(), '200')), 'code_expired');
  assert.equal(await payer.balance(), 900n);
  const { activationCode } = await createActivation(shop.enrolment, payer);
  const terminal = createPayerTerminal({ store: createMemoryStore(), clock: shop.clock });
  await enrol(terminal, { activationCode, serverUrl: till.serverUrl, fetch });
  assert.equal(outcomeOf(await till.pay(newId(), await codeOf(terminal), '200')), 'approved');
  shop.clock.advance(hourMs);
  assert.equal(outcomeOf(await till.pay(newId(), await payer.nextCode(), '300')), 'approved');
});

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Answer, TestPayer, TestTill } from '../payments/test-shop.ts';
import { forged } from '../support/forged.ts';
import { untilReady } from '../support/deployment.ts';
import { openApartShop, outcomeOf, type ApartShop } from './apart-shop.ts';
import { openWire, type Wire } from './wire.ts';

/** What happens to the wire between the two servers, at each moment: one outcome in the end, and nothing paid twice. */
let shop: ApartShop;
let wire: Wire;
let till: TestTill;
let payer: TestPayer;
let lastId = 0;

before(async () => {
  shop = await openApartShop({
    async through(url) {
      wire = await openWire(url);
      return wire.url;
    },
    client: { timeoutMs: 1_000 },
  });
  till = await shop.openTill();
  payer = await shop.enrolPayer(1_000_000n);
});
beforeEach(async () => {
  wire.become('open');
  await untilReady(shop.apart.checkReadiness);
});
after(async () => {
  assert.deepEqual(await shop.differences(), []);
  await shop.close();
  await wire.close();
});

function newId(): string {
  return `W${(lastId += 1)}`;
}

function pay(id: string, code: string): Promise<Answer> {
  return till.pay(id, code, `${1_000 + Number(id.slice(1))}`);
}

/** What a till does: the same request again until there is an outcome. */
async function payUntilFinal(id: string, code: string): Promise<Answer> {
  for (;;) {
    const answer = await pay(id, code);
    if (answer.status < 500) return answer;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function verdictsOf(id: string): Promise<number> {
  return shop.count('authentication', `authentication.verdicts WHERE payment_id = '${id}'`);
}

void test('cut before the verdict: nothing is burnt, the till is told to ask again, and then it is paid once', async () => {
  const id = newId();
  const code = await payer.nextCode();
  const balance = await payer.balance();
  wire.become('requests_lost');
  assert.equal(outcomeOf(await pay(id, code)), '503 problem authentication_unavailable');
  assert.equal(await verdictsOf(id), 0);
  assert.equal(await payer.balance(), balance);
  wire.become('open');
  assert.equal(outcomeOf(await payUntilFinal(id, code)), '200 approved -');
  assert.equal(await verdictsOf(id), 1);
});

void test('cut after the verdict: the code is burnt, nothing is booked yet, and asked again it is paid once', async () => {
  const id = newId();
  const code = await payer.nextCode();
  const balance = await payer.balance();
  wire.become('answers_lost');
  assert.equal(outcomeOf(await pay(id, code)), '503 problem authentication_unavailable');
  assert.equal(await verdictsOf(id), 1);
  assert.equal(await payer.balance(), balance);
  assert.equal(outcomeOf(await till.query(id)), '202 pending -');
  wire.become('open');
  const answer = await payUntilFinal(id, code);
  assert.equal(outcomeOf(answer), '200 approved -');
  assert.notEqual(answer.body['confirmation'], null, 'the key is made again with the stored verdict');
  assert.equal(await verdictsOf(id), 1);
});

void test('cut after the verdict, and reversed: closed, and the code stays burnt', async () => {
  const id = newId();
  const code = await payer.nextCode();
  const balance = await payer.balance();
  wire.become('answers_lost');
  await pay(id, code);
  assert.equal((await till.reverse(id)).body['result'], 'closed');
  wire.become('open');
  assert.equal(outcomeOf(await payUntilFinal(id, code)), '200 declined reversed');
  assert.equal(outcomeOf(await payUntilFinal(newId(), code)), '200 declined code_used');
  assert.equal(await payer.balance(), balance);
});

void test('silent: the till has its answer within the limit, and the payment goes on when the other side wakes up', async () => {
  const id = newId();
  const code = await payer.nextCode();
  wire.become('silent');
  const startedMs = performance.now();
  const answer = await pay(id, code);
  assert.equal(outcomeOf(answer), '503 problem authentication_unavailable');
  assert.ok(performance.now() - startedMs < 10_000);
  wire.become('cut');
  wire.become('open');
  assert.equal(outcomeOf(await payUntilFinal(id, code)), '200 approved -');
});

void test('dead: no id is claimed, what has its outcome is told, what was never seen is closed, and it recovers by itself', async () => {
  const known = newId();
  const knownCode = await payer.nextCode();
  assert.equal(outcomeOf(await pay(known, knownCode)), '200 approved -');
  const refused = newId();
  const code = await payer.nextCode();
  wire.become('cut');
  // Some that find out, then the circuit is open.
  for (let round = 0; round < 4; round += 1) await pay(newId(), forged(code));
  const claims = await shop.count('platform', 'platform.payments');
  assert.equal(outcomeOf(await pay(refused, code)), '503 problem authentication_unavailable');
  assert.equal(await shop.count('platform', 'platform.payments'), claims, 'nothing is claimed');
  assert.equal((await till.query(refused)).status, 404);
  assert.equal(outcomeOf(await pay(known, knownCode)), '200 approved -', 'a stored outcome needs nobody');
  assert.equal((await till.reverse(newId())).body['result'], 'never_seen');
  await assert.rejects(shop.apart.checkReadiness(), { code: 'authentication_unavailable' });
  wire.become('open');
  assert.equal(outcomeOf(await payUntilFinal(refused, code)), '200 approved -');
});

void test('dead when a payment is given back: nothing moves, and when it is back the receipt is confirmed', async () => {
  const id = newId();
  await payUntilFinal(id, await payer.nextCode());
  const balance = await payer.balance();
  wire.become('cut');
  assert.equal(outcomeOf(await till.refund('R1', id, '100')), '503 problem authentication_unavailable');
  assert.equal(outcomeOf(await till.reverse(id)), '503 problem authentication_unavailable');
  assert.equal(await payer.balance(), balance);
  wire.become('open');
  await untilReady(shop.apart.checkReadiness);
  assert.equal((await till.refund('R1', id, '100')).status, 200);
  const reversal = await till.reverse(id);
  assert.equal(reversal.body['result'], 'refunded');
  assert.notEqual((await till.query(id)).body['confirmation'], null);
});

void test('the authentication server started again while payments come: each has one outcome, and nobody pays twice', async () => {
  const codes: string[] = [];
  const payers: TestPayer[] = [];
  for (let index = 0; index < 20; index += 1) payers.push(await shop.enrolPayer(100_000n));
  for (const one of payers) codes.push(await one.nextCode());
  const ids = codes.map(() => newId());
  const paid = ids.map((id, index) => payUntilFinal(id, codes[index]!));
  await shop.apart.stopAuthentication();
  await shop.apart.startAuthentication();
  const answers = await Promise.all(paid);
  assert.deepEqual(
    answers.map(outcomeOf),
    answers.map(() => '200 approved -'),
  );
  const balances = await Promise.all(payers.map((one) => one.balance()));
  const amounts = ids.map((id) => BigInt(1_000 + Number(id.slice(1))));
  assert.deepEqual(
    balances,
    amounts.map((amount) => 100_000n - amount),
  );
});

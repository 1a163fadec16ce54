import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  openTestShop,
  type Answer,
  type TestPayer,
  type TestShop,
  type TestTill,
} from '../payments/test-shop.ts';

/** What payers of different buckets share: payment ids, refund ids and orders. Run by payments-in-64.test.ts. */
let shop: TestShop;
let till: TestTill;
let ids = 0;

before(async () => {
  shop = await openTestShop();
  till = await shop.openTill();
});

after(() => shop.close());

function newId(): string {
  ids += 1;
  return `B${ids}`;
}

/** Payers of buckets of their own. */
async function payersApart(count: number): Promise<readonly TestPayer[]> {
  const payers = new Map<number, TestPayer>();
  while (payers.size < count) {
    const payer = await shop.enrolPayer(100_000n);
    payers.set(payer.shard, payer);
  }
  return [...payers.values()];
}

function wordOf({ body }: Answer): string {
  return String(body['errorCode'] ?? body['outcome'] ?? body['code'] ?? body['result']);
}

async function bucketsOf(table: string, column: string, id: string): Promise<readonly number[]> {
  const rows = await shop.database.query<{ bucket: number }>({
    name: '',
    text: `SELECT bucket FROM platform.${table} WHERE ${column} = $1`,
    values: [id],
  });
  return rows.map(({ bucket }) => bucket);
}

void test('a database made with 64 buckets keeps each payment in the bucket of its payer', async () => {
  for (const payer of await payersApart(5)) {
    const id = newId();
    assert.equal(wordOf(await till.pay(id, await payer.nextCode())), 'approved');
    assert.deepEqual(await bucketsOf('payments', 'payment_id', id), [payer.shard]);
  }
});

void test('one id with the codes of two payers at once has one outcome, and the other code is good afterwards', async () => {
  const payers = await payersApart(2);
  for (let round = 0; round < 10; round += 1) {
    const id = newId();
    const codes = await Promise.all(payers.map((payer) => payer.nextCode()));
    const order = { reference: id };
    const answers = await Promise.all(codes.map((code) => till.payWith(id, code, { order })));
    assert.deepEqual(answers.map(wordOf).toSorted(), ['approved', 'payment_id_reused']);
    const loser = answers.findIndex((answer) => wordOf(answer) !== 'approved');
    assert.equal(wordOf(await till.pay(newId(), codes[loser]!, String(500 + round))), 'approved');
    assert.deepEqual(await till.query(id), answers[1 - loser]);
  }
});

void test('a place without its payment reads as never seen, and its payment, refund and reversal find it', async () => {
  const [payer, other] = await payersApart(2);
  for (const [end, word] of [
    [async (id: string) => till.pay(id, await payer!.nextCode()), 'approved'],
    [(id: string) => till.reverse(id), 'never_seen'],
    [(id: string) => till.closeIfUnpaid(id), 'never_seen'],
  ] as const) {
    const id = newId();
    // Refused without an outcome, behind the place: its order is in another currency.
    await till.payWith(newId(), await payer!.nextCode(), { order: { reference: `yen-${id}` } });
    const amount = { minorUnits: '450', currency: 'JPY' };
    const refused = await till.payWith(id, await payer!.nextCode(), {
      amount,
      order: { reference: `yen-${id}` },
    });
    assert.equal(wordOf(refused), 'order_currency_mismatch');
    assert.deepEqual(await bucketsOf('payments', 'payment_id', id), []);
    assert.equal((await bucketsOf('places', 'id', id)).length, 1);

    assert.equal(wordOf(await till.query(id)), 'payment_never_seen');
    assert.equal(wordOf(await till.refund(newId(), id, '1')), 'payment_never_seen');
    assert.equal(wordOf(await till.pay(id, await other!.nextCode())), 'payment_id_reused');
    assert.equal(wordOf(await end(id)), word);
    assert.deepEqual(await bucketsOf('payments', 'payment_id', id), [payer!.shard]);
  }
});

void test('the late payment of an id that was reversed before is refused, whichever bucket its payer is in', async () => {
  for (const payer of await payersApart(5)) {
    const id = newId();
    const code = await payer.nextCode();
    assert.equal(wordOf(await till.reverse(id)), 'never_seen');
    assert.equal(wordOf(await till.pay(id, code)), 'reversed');
    assert.equal(wordOf(await till.pay(newId(), code, '777')), 'approved', 'its code was not burnt');
  }
});

void test('payment and reversal of one id at once end in one of two ways', async () => {
  const [payer] = await payersApart(1);
  const balance = await payer!.balance();
  for (let round = 0; round < 10; round += 1) {
    const id = newId();
    const code = await payer!.nextCode();
    const [paid, reversed] = await Promise.all([
      till.payWith(id, code, { order: { reference: id } }),
      till.reverse(id),
    ]);
    const ending = `${wordOf(paid)} ${wordOf(reversed)}`;
    assert.ok(['approved refunded', 'reversed never_seen'].includes(ending), ending);
    assert.equal(await payer!.balance(), balance);
  }
});

void test('one refund id for payments of two payers at once gives back one of them', async () => {
  const payers = await payersApart(2);
  for (let round = 0; round < 5; round += 1) {
    const paid = [newId(), newId()];
    for (const [index, id] of paid.entries())
      await till.payWith(id, await payers[index]!.nextCode(), { order: { reference: id } });
    const refundId = newId();
    const answers = await Promise.all(paid.map((id) => till.refund(refundId, id, '450')));
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200, 409]));
    const given = answers.find(({ status }) => status === 200)!;
    assert.equal(wordOf(answers.find((answer) => answer !== given)!), 'refund_id_reused');
    assert.equal((await till.send('GET', `/refunds/${refundId}`)).body['paymentId'], given.body['paymentId']);
  }
});

void test('a refund id that was refused has no place, and is good for a payment of another bucket', async () => {
  const payers = await payersApart(2);
  const paid = [newId(), newId()];
  for (const [index, id] of paid.entries())
    await till.payWith(id, await payers[index]!.nextCode(), { order: { reference: id } });
  const refundId = newId();
  assert.equal(wordOf(await till.refund(refundId, paid[0]!, '451')), 'refund_exceeds_payment');
  assert.deepEqual(await bucketsOf('places', 'id', refundId), []);
  assert.equal((await till.refund(refundId, paid[1]!, '450')).status, 200);
});

void test('an order is paid once by payers of two buckets, and the second is shown the payment of the first', async () => {
  const payers = await payersApart(2);
  const order = { reference: newId() };
  const paid = await till.payWith(newId(), await payers[0]!.nextCode(), { order });
  const code = await payers[1]!.nextCode();
  const second = await till.payWith(newId(), code, { order });
  assert.equal(wordOf(second), 'order_already_paid');
  assert.deepEqual(second.body['earlierPayment'], paid.body);
  await till.reverse(String(paid.body['paymentId']));
  assert.equal(wordOf(await till.payWith(newId(), code, { order })), 'approved');
  assert.equal((await bucketsOf('orders', 'order_reference', order.reference)).length, 1);
});

void test('near midnight, when an alias may stand for credentials of two buckets, payers pay from their own', async () => {
  const payers = await payersApart(3);
  const midnightMs = (Math.floor(shop.clock.nowMs() / 86_400_000) + 1) * 86_400_000;
  for (const atMs of [midnightMs - 60_000, midnightMs - 1_000, midnightMs + 60_000]) {
    shop.clock.set(atMs);
    for (const payer of payers) {
      const id = newId();
      const paid = await till.payWith(id, await payer.nextCode(), { order: { reference: id } });
      assert.equal(wordOf(paid), 'approved');
      assert.deepEqual(await bucketsOf('payments', 'payment_id', id), [payer.shard]);
    }
  }
  assert.deepEqual(await shop.differences(), []);
});

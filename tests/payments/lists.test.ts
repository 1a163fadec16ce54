import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type Answer, type TestPayer, type TestShop, type TestTill } from './test-shop.ts';

/** The lists of a merchant with seven payments, one a second, and three refunds. */
let shop: TestShop;
let till: TestTill;
let otherTill: TestTill;
let payer: TestPayer;
let startSeconds: number;

before(async () => {
  shop = await openTestShop();
  [till, otherTill] = await shop.openTwoTills();
  payer = await shop.enrolPayer(100_000n);
  startSeconds = Math.floor(shop.clock.nowMs() / 1000);
  for (let index = 0; index < 5; index += 1) {
    const at = index % 2 === 0 ? till : otherTill;
    shop.clock.advance(1000);
    await at.payWith(`P${index}`, await payer.nextCode(), {
      order: { reference: `order/${index}` },
      details: { cashier: 'Ada' },
    });
  }
  shop.clock.advance(1000);
  await till.payWith('Twice', await payer.nextCode(), { order: { reference: 'order/0' } });
  shop.clock.advance(1000);
  await otherTill.reverse('Never');
  for (const part of [1, 2, 3]) {
    shop.clock.advance(1000);
    await till.refund(`part_${part}`, 'P0', '10');
  }
});

after(() => shop.close());

function itemsOf({ status, body }: Answer): readonly Readonly<Record<string, unknown>>[] {
  assert.equal(status, 200, JSON.stringify(body));
  const { items } = body;
  if (!Array.isArray(items)) assert.fail('no items');
  return items.map((item: object) => ({ ...item }));
}

function idsOf(answer: Answer, key = 'paymentId'): string {
  return itemsOf(answer)
    .map((item) => String(item[key]))
    .join(' ');
}

async function list(query: string): Promise<Answer> {
  return till.send('GET', `/payments${query}`);
}

void test('a merchant’s payments are listed with the newest first, whichever of its tills took them', async () => {
  assert.equal(idsOf(await list('')), 'Never Twice P4 P3 P2 P1 P0');
  const items = itemsOf(await list('?order=order/4'));
  const { claimedAt, decidedAt, codeEnding, ...rest } = items[0] ?? {};
  assert.equal(claimedAt, decidedAt);
  assert.match(String(codeEnding), /^[0-9]{4}$/);
  assert.deepEqual(rest, {
    paymentId: 'P4',
    outcome: 'approved',
    errorCode: null,
    amount: { minorUnits: '450', currency: 'EUR' },
    refunded: { minorUnits: '0', currency: 'EUR' },
    tillNumber: itemsOf(await list('?limit=3'))[2]?.['tillNumber'],
    orderReference: 'order/4',
    details: { cashier: 'Ada' },
  });
});

void test('pages follow each other without a gap or a repeat, also while new payments come', async () => {
  const seen: string[] = [];
  let after = '';
  for (let page = 0; page < 4; page += 1) {
    const answer = await list(`?limit=2${after}`);
    seen.push(idsOf(answer));
    const { next } = answer.body;
    if (page === 0) await otherTill.reverse('Newer');
    if (page === 3) assert.equal(next, null);
    after = `&after=${String(next)}`;
  }
  assert.deepEqual(seen, ['Never Twice', 'P4 P3', 'P2 P1', 'P0']);
});

void test('till, outcome, time and order narrow a list', async () => {
  const own = String((await till.send('GET', '/till')).body['tillNumber']);
  assert.equal(idsOf(await list(`?till=${own}`)), 'Twice P4 P2 P0');
  assert.equal(idsOf(await list(`?till=${own}&outcome=approved`)), 'P4 P2 P0');
  assert.equal(idsOf(await list('?outcome=declined&order=order/0')), 'Twice');
  assert.equal(idsOf(await list('?order=order/0')), 'Twice P0');
  assert.equal(idsOf(await list('?outcome=pending')), '');
  const [newest] = itemsOf(await list('?order=order/2'));
  const from = Number(newest?.['claimedAt']);
  assert.equal(idsOf(await list(`?to=${from}&from=${startSeconds}`)), 'P1 P0', '`to` is not included');
  assert.match(idsOf(await list(`?from=${from}`)), / P2$/, '`from` is');
});

void test('refunds are listed in the same way', async () => {
  assert.equal(idsOf(await till.send('GET', '/refunds'), 'refundId'), 'part_3 part_2 part_1');
  const first = await till.send('GET', '/refunds?limit=2');
  assert.equal(idsOf(first, 'refundId'), 'part_3 part_2');
  const rest = await till.send('GET', `/refunds?limit=2&after=${String(first.body['next'])}`);
  assert.equal(idsOf(rest, 'refundId'), 'part_1');
  assert.equal(itemsOf(rest)[0]?.['paymentId'], 'P0');
});

void test('another merchant’s lists are empty, and a wrong query is refused with its field', async () => {
  const stranger = await shop.openTill('Stranger');
  assert.equal(idsOf(await stranger.send('GET', '/payments')), '');
  assert.equal(idsOf(await stranger.send('GET', '/refunds')), '');
  for (const query of ['limit=0', 'limit=101', 'after=x', 'till=7', 'outcome=paid', 'from=x', 'colour=red']) {
    const answer = await list(`?${query}`);
    assert.deepEqual([answer.status, answer.body['code']], [400, 'malformed_request'], query);
    assert.equal(answer.body['field'], `/${query.split('=')[0] ?? ''}`);
  }
});

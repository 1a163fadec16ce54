import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { FastifyPluginCallback } from 'fastify';
import type { Answer, TestPayer, TestTill } from '../payments/test-shop.ts';
import { untilReady } from '../support/deployment.ts';
import { openApartShop, outcomeOf, type ApartShop } from './apart-shop.ts';

/** An authentication server that has the right certificate and answers wrongly. */
type Lie = (answer: string) => string;

let lie: Lie | undefined;
let shop: ApartShop;
let till: TestTill;
let payer: TestPayer;
let lastId = 0;

before(async () => {
  shop = await openApartShop({ aroundRoutes: (routes) => [withLies(routes)] });
  till = await shop.openTill();
  payer = await shop.enrolPayer(1_000_000n);
});
after(async () => {
  assert.deepEqual(await shop.differences(), []);
  await shop.close();
});

/** The real routes; only what they answer to a verification is changed on its way out. */
function withLies(routes: Parameters<typeof Array.from<FastifyPluginCallback>>[0]): FastifyPluginCallback {
  return (app, _options, done) => {
    app.addHook('onSend', (request, _reply, payload, next) => {
      const isVerification = request.url.endsWith('/verify');
      next(null, lie !== undefined && isVerification ? lie(String(payload)) : payload);
    });
    for (const route of Array.from(routes)) app.register(route);
    done();
  };
}

/** The answers of a batch of one, read and changed. */
function changed(change: (answer: Record<string, unknown>) => object): Lie {
  return (text) => {
    const body: { answers: Record<string, unknown>[] } = JSON.parse(text);
    return JSON.stringify({ answers: body.answers.map(change) });
  };
}

const otherHash = Buffer.alloc(32, 7).toString('base64url');
const otherMerchant = '0193a000-0000-7000-8000-000000000001';

const lies: Readonly<Record<string, Lie>> = {
  'no JSON': () => 'certainly',
  'half an answer': (text) => text.slice(0, text.length / 2),
  'another shape': () => '{"answers":"yes"}',
  'a field too many': changed((answer) => ({ ...answer, extra: true })),
  'no answer': () => '{"answers":[]}',
  'one answer too many': (text) => {
    const body: { answers: object[] } = JSON.parse(text);
    return JSON.stringify({ answers: [...body.answers, ...body.answers] });
  },
  'a verdict for another payment': changed((answer) => ({ ...answer, paymentId: 'SOMEBODY-ELSES' })),
  'a verdict for another merchant': changed((answer) => ({ ...answer, merchantId: otherMerchant })),
  'a verdict for another request': changed((answer) => ({ ...answer, requestHash: otherHash })),
  'a key that is too short': changed((answer) => ({
    ...answer,
    verdict: { kind: 'genuine', burnt: { ...burntOf(answer), confirmationKey: 'AAAA' } },
  })),
  'a genuine code of nobody': changed((answer) => ({ ...answer, verdict: { kind: 'genuine', burnt: null } })),
};

function burntOf({ verdict }: Record<string, unknown>): object {
  const burnt = typeof verdict === 'object' && verdict !== null && 'burnt' in verdict ? verdict.burnt : null;
  return typeof burnt === 'object' && burnt !== null ? burnt : {};
}

async function payUntilFinal(id: string, code: string): Promise<Answer> {
  for (;;) {
    const answer = await pay(id, code);
    if (answer.status < 500) return answer;
    await untilReady(shop.apart.checkReadiness);
  }
}

function pay(id: string, code: string): Promise<Answer> {
  return till.pay(id, code, `${1_000 + Number(id.slice(1))}`);
}

for (const [name, told] of Object.entries(lies)) {
  void test(`${name} is refused and nothing is booked; the truth, told later, is`, async () => {
    const id = `L${(lastId += 1)}`;
    const code = await payer.nextCode();
    const balance = await payer.balance();
    lie = told;
    assert.equal(outcomeOf(await pay(id, code)), '503 problem authentication_unavailable');
    assert.equal(await payer.balance(), balance);
    assert.equal(outcomeOf(await till.query(id)), '202 pending -');
    lie = undefined;
    assert.equal(outcomeOf(await payUntilFinal(id, code)), '200 approved -');
  });
}

void test('a genuine verdict that names an account of nobody books nothing', async () => {
  const id = `L${(lastId += 1)}`;
  const code = await payer.nextCode();
  lie = changed((answer) => ({
    ...answer,
    verdict: { kind: 'genuine', burnt: { ...burntOf(answer), accountId: otherMerchant } },
  }));
  assert.equal(outcomeOf(await pay(id, code)), '500 problem internal_error');
  lie = undefined;
  assert.equal(outcomeOf(await payUntilFinal(id, code)), '200 approved -');
});

void test('the same claim with another request gets no verdict, and never the first one’s', async () => {
  const id = `L${(lastId += 1)}`;
  const code = await payer.nextCode();
  await payUntilFinal(id, code);
  const { rows } = await claimOf(id);
  const request = {
    claim: { merchantId: rows.merchant_id, paymentId: id },
    requestHash: Buffer.alloc(32, 9),
    tillId: otherMerchant,
    alias: code.slice(2, 12),
    intent: 0,
    password: code.slice(13, 21),
  };
  await assert.rejects(shop.apart.service.verify(request), { code: 'verdict_of_another_request' });
});

async function claimOf(id: string): Promise<{ readonly rows: { readonly merchant_id: string } }> {
  const text = `SELECT merchant_id FROM platform.payments WHERE payment_id = '${id}'`;
  const [row] = await shop.database.query<{ merchant_id: string }>({ name: '', text, values: [] });
  if (row === undefined) throw new Error('there is no such payment');
  return { rows: row };
}

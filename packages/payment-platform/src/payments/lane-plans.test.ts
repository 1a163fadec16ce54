import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Statement, Transaction } from '@tallystick/postgres';
import { readRecentPayments } from '../duplicates/recent-payments.ts';
import { listPayments, listRefunds } from '../lists/list-rows.ts';
import { readPaymentsInWork } from '../staged-payments/payments-in-work.ts';
import { lockOrders } from '../orders/lock-orders.ts';
import { recordOutcome, type Decision } from '../outcomes/record-outcome.ts';
import { startPlatform } from '../testing/start-platform.ts';
import { readClaims } from './claims.ts';
import { paymentOfRequest } from './payment-of-request.ts';
import type { PaymentRequest } from './payment.ts';

/**
 * A batch must find each row by its key on a table of any size. The plans are made as the lane’s session makes them, on
 * young tables, where the planner knows nothing and any index looks as good as another.
 */
let platform: Awaited<ReturnType<typeof startPlatform>>;

before(async () => (platform = await startPlatform()));
after(() => platform.server.stop());

const merchantId = '01900000-0000-7000-8000-00000000000a';
const request: PaymentRequest = {
  ...{ merchantId, merchantName: 'Kiosk', tillId: 'till', tillNumber: 1, paymentId: 'P' },
  amount: { minorUnits: 450n, currency: 'EUR' },
  ...{ alias: '1234567890', intent: 0, password: '12345678', codeEnding: '1234' },
  ...{ order: null, duplicateOf: null, details: null },
  bucket: 0,
  clearingAccountId: 'clearing',
  requestHash: new Uint8Array(32),
};

/** The plans of all that the work reads and writes. */
async function plansOf(work: (transaction: Transaction) => Promise<unknown>): Promise<string> {
  const asked: Statement[] = [];
  const recorder: Transaction = {
    read(statement) {
      asked.push(statement);
      return Promise.resolve([]);
    },
    write: (statement) => void asked.push(statement),
    insert: (statement) => void asked.push(statement),
  };
  await work(recorder);
  const plans = await platform.context.database.transaction(async (transaction) => {
    const settings = ['SET LOCAL plan_cache_mode = force_generic_plan'];
    for (const kind of ['seqscan', 'nestloop', 'mergejoin']) settings.push(`SET LOCAL enable_${kind} = off`);
    for (const text of settings) await transaction.read({ name: '', text, values: [] });
    const texts: string[] = [];
    for (const { text, values } of asked) {
      const rows = await transaction.read<Record<string, string>>({
        name: '',
        text: `EXPLAIN ${text}`,
        values,
      });
      texts.push(...rows.flatMap((row) => Object.values(row)));
    }
    return texts;
  });
  return plans.join('\n');
}

function indexesIn(plan: string): readonly string[] {
  return [...plan.matchAll(/Index (?:Only )?Scan(?: Backward)? using (\w+)/g)].map(([, name = '']) => name);
}

void test('claims, recent payments and orders are found by their keys, and nothing is read whole', async () => {
  const now = platform.clock.nowMs();
  const plans = await plansOf((transaction) =>
    Promise.all([
      readClaims(transaction, 0, [request]),
      readRecentPayments(transaction, 0, [request], now),
      lockOrders(transaction, 1, [{ merchantId, reference: 'A' }], new Date(now)),
    ]),
  );
  assert.deepEqual(indexesIn(plans).toSorted(), ['orders_pkey', 'payments_pkey', 'recent_payments_pkey']);
  assert.doesNotMatch(plans, /Seq Scan|Hash Join|Bitmap/);
  const keys = [...plans.matchAll(/Index Cond: .*payment_id =/g)];
  assert.equal(keys.length, 1, 'by the whole key of the payment');
});

void test('claims of payments that are verified apart are found by their keys as well', async () => {
  const now = platform.clock.nowMs();
  const plans = await plansOf((transaction) =>
    Promise.all([
      readPaymentsInWork(transaction, 0, [request]),
      readRecentPayments(transaction, 0, [request], now),
    ]),
  );
  assert.deepEqual(indexesIn(plans).toSorted(), [
    'payments_in_work_pkey',
    'payments_pkey',
    'recent_payments_pkey',
  ]);
  assert.doesNotMatch(plans, /Seq Scan|Hash Join|Bitmap/);
});

void test('lists walk the index of their order', async () => {
  const cursor = { at: new Date(0), id: 'x' };
  const all = { tillNumber: null, outcome: null, from: null, to: null, orderReference: null };
  const page = { bucket: 0, merchantId, cursor, limit: 10, ...all };
  const asDatabase = (transaction: Transaction) => ({
    ...platform.context.database,
    query: <Row extends object>(statement: Statement) => transaction.read<Row>(statement),
  });
  const payments = await plansOf((transaction) => listPayments(asDatabase(transaction), page));
  assert.deepEqual(indexesIn(payments), ['payments_by_time']);
  const ofOrder = await plansOf((transaction) =>
    listPayments(asDatabase(transaction), { ...page, orderReference: 'A' }),
  );
  assert.deepEqual(indexesIn(ofOrder), ['payments_by_order']);
  const refunds = await plansOf((transaction) => listRefunds(asDatabase(transaction), page));
  assert.equal(indexesIn(refunds)[0], 'refunds_by_time');
});

void test('open payments are found by their keys to be moved on or closed, also on a table that has grown', async () => {
  await platform.context.database.query({
    name: '',
    text: `INSERT INTO platform.payments (bucket, merchant_id, payment_id, state, outcome, till_number, claimed_at)
      SELECT 0, $1, 'old_' || number, 'final', 'declined', 1, now() FROM generate_series(1, 5000) AS number`,
    values: [merchantId],
  });
  await platform.context.database.query({ name: '', text: 'ANALYZE platform.payments', values: [] });
  const payment = paymentOfRequest(request, 'reversed', new Date(0));
  const record = (transaction: Transaction, decision: Decision): void =>
    recordOutcome(transaction, { bucket: 0, at: new Date(0), decision, orders: null, booking: null });
  const plans = await plansOf((transaction) => {
    const payments = [{ request, payment, wasOpen: true }];
    record(transaction, { kind: 'payments', payments, likenesses: new Set() });
    record(transaction, { kind: 'closed', payment });
    return Promise.resolve();
  });
  assert.deepEqual(indexesIn(plans), ['payments_pkey', 'payments_pkey']);
  assert.equal([...plans.matchAll(/Index Cond: .*payment_id =/g)].length, 2, 'by the whole key');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { admitToOrders, type OrderRequest } from './admit-to-orders.ts';
import { orderKey, type OrderState } from './order.ts';
import { settleOrders, type SettledPayment } from './settle-orders.ts';

const merchantId = 'merchant';
const reference = 'A';
const key = orderKey(merchantId, reference);

function ordersWith(changes: Partial<OrderState> = {}): ReadonlyMap<string, OrderState> {
  const fresh = { merchantId, reference, currency: 'XXX', totalMinorUnits: 0n };
  return new Map([[key, { ...fresh, reservedMinorUnits: 0n, paidMinorUnits: 0n, paidBy: null, ...changes }]]);
}

function request(minorUnits: bigint, total: bigint | null = null, currency = 'EUR'): OrderRequest {
  const order = { reference, totalMinorUnits: total };
  return { merchantId, order, amount: { minorUnits, currency }, isReserved: false };
}

function kinds(
  orders: ReadonlyMap<string, OrderState>,
  requests: readonly OrderRequest[],
): readonly string[] {
  const { admissions } = admitToOrders(orders, requests);
  return admissions.map((admission) => ('code' in admission ? admission.code : admission.kind));
}

const halfPaid = {
  currency: 'EUR',
  totalMinorUnits: 1000n,
  paidMinorUnits: 500n,
  paidBy: 'P1',
};

test('the first payment of an order fixes its currency and its total', () => {
  const { orders, admissions } = admitToOrders(ordersWith(), [request(400n, 1000n)]);
  assert.deepEqual(admissions, [{ kind: 'admitted' }]);
  const order = orders.get(key);
  assert.deepEqual(
    [order?.currency, order?.totalMinorUnits, order?.reservedMinorUnits],
    ['EUR', 1000n, 400n],
  );
  assert.equal(admitToOrders(ordersWith(), [request(400n)]).orders.get(key)?.totalMinorUnits, 400n);
});

test('while a payment is open for all that is left, another waits; for a part of it both go on', () => {
  assert.deepEqual(kinds(ordersWith(), [request(450n), request(450n)]), ['admitted', 'busy']);
  assert.deepEqual(kinds(ordersWith(), [request(400n, 1000n), request(600n), request(1n)]), [
    'admitted',
    'admitted',
    'busy',
  ]);
});

test('an order that is paid whole names the payment that did it', () => {
  const paid = ordersWith({ ...halfPaid, paidMinorUnits: 1000n, paidBy: 'P2' });
  const { admissions } = admitToOrders(paid, [request(1000n, 1000n)]);
  assert.deepEqual(admissions, [{ kind: 'already_paid', paidBy: 'P2' }]);
});

test('another currency, another total and more than is left are refused by name', () => {
  const orders = ordersWith(halfPaid);
  assert.deepEqual(kinds(orders, [request(1n, null, 'JPY')]), ['order_currency_mismatch']);
  assert.deepEqual(kinds(orders, [request(500n, 1001n)]), ['order_total_mismatch']);
  assert.deepEqual(kinds(orders, [request(501n)]), ['order_over_total']);
  assert.deepEqual(kinds(orders, [request(500n)]), ['admitted']);
});

test('a payment that has its reservation from before goes on, however full the order is', () => {
  const full = ordersWith({ ...halfPaid, reservedMinorUnits: 500n });
  const { admissions, orders } = admitToOrders(full, [{ ...request(500n), isReserved: true }]);
  assert.deepEqual(admissions, [{ kind: 'admitted' }]);
  assert.equal(orders.get(key)?.reservedMinorUnits, 500n);
});

test('an approval pays, a decline gives back, and what is open stays reserved', () => {
  const reserved = ordersWith({ ...halfPaid, reservedMinorUnits: 300n });
  const settled = (outcome: SettledPayment['outcome']) => {
    const payment = { merchantId, paymentId: 'P9', reference, minorUnits: 300n, outcome };
    const order = settleOrders(reserved, [payment]).get(key);
    return [order?.reservedMinorUnits, order?.paidMinorUnits, order?.paidBy];
  };
  assert.deepEqual(settled('approved'), [0n, 800n, 'P9']);
  assert.deepEqual(settled('declined'), [0n, 500n, 'P1']);
  assert.deepEqual(settled('open'), [300n, 500n, 'P1']);
});

test('an order on which all was given back starts anew', () => {
  const empty = ordersWith({ ...halfPaid, paidMinorUnits: 0n, paidBy: null });
  assert.deepEqual(kinds(empty, [request(7n, 7n, 'JPY')]), ['admitted']);
});

test('whatever comes in whatever order, an order never takes more than its total, and is whole when it says so', () => {
  const outcomes = fc.constantFrom<SettledPayment['outcome']>('approved', 'declined', 'open');
  const payments = fc.record({
    minorUnits: fc.bigInt(1n, 600n),
    total: fc.constantFrom(null, 1000n),
    outcome: outcomes,
  });
  fc.assert(
    fc.property(fc.array(fc.array(payments, { maxLength: 5 }), { maxLength: 8 }), (batches) => {
      let orders = ordersWith();
      let approved = 0n;
      batches.forEach((batch, round) => {
        const requests = batch.map(({ minorUnits, total }) => request(minorUnits, total));
        const admitted = admitToOrders(orders, requests);
        const settled = batch.flatMap(({ minorUnits, outcome }, index) => {
          if (admitted.admissions[index]?.kind !== 'admitted') return [];
          if (outcome === 'approved') approved += minorUnits;
          return [{ merchantId, paymentId: `${round}/${index}`, reference, minorUnits, outcome }];
        });
        orders = settleOrders(admitted.orders, settled);
        const order = orders.get(key)!;
        assert.equal(order.paidMinorUnits, approved);
        assert.ok(order.reservedMinorUnits >= 0n);
        assert.ok(order.paidMinorUnits + order.reservedMinorUnits <= order.totalMinorUnits);
        for (const admission of admitted.admissions) {
          if (admission.kind === 'already_paid') assert.equal(order.paidMinorUnits, order.totalMinorUnits);
        }
      });
    }),
  );
});

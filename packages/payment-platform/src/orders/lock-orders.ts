import type { Statement, Transaction } from '@tallystick/postgres';
import { byHomeBucket, orderKey, type OrderState } from './order.ts';

interface OrderRow {
  readonly merchant_id: string;
  readonly order_reference: string;
  readonly currency: string;
  readonly total: bigint;
  readonly reserved: bigint;
  readonly paid: bigint;
  readonly paid_by: string | null;
}

interface NamedOrder {
  readonly merchantId: string;
  readonly reference: string;
}

const orderColumns = 'merchant_id, order_reference, currency, total, reserved, paid, paid_by';

/**
 * Locks the orders that the payments of a batch name, in the order of their buckets and keys, and makes rows for those that
 * are new. An order is shared by payers of all buckets, so it lies in one of its own, and every statement is about one of
 * those. All travel with what the caller asks in the same turn; where no order is named, nothing is asked. Rows are made
 * before any is locked, so that no server holds a locked one while it waits for another’s new one.
 */
export async function lockOrders(
  transaction: Transaction,
  bucketCount: number,
  named: readonly NamedOrder[],
  now: Date,
): Promise<ReadonlyMap<string, OrderState>> {
  if (named.length === 0) return new Map();
  const distinct = new Map(named.map((order) => [orderKey(order.merchantId, order.reference), order]));
  const sorted = [...distinct].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, order]) => order);
  const buckets = byHomeBucket(bucketCount, sorted);
  const opened = buckets.map(([bucket, orders]) => transaction.read(openOrders(bucket, orders, now)));
  const locked = buckets.map(([bucket, orders]) => transaction.read<OrderRow>(lockStatement(bucket, orders)));
  const [rows] = await Promise.all([Promise.all(locked), Promise.all(opened)]);
  return new Map(
    rows.flat().map((row) => [orderKey(row.merchant_id, row.order_reference), toOrderState(row)]),
  );
}

function openOrders(bucket: number, orders: readonly NamedOrder[], now: Date): Statement {
  return {
    name: 'platform.open_orders',
    text: `INSERT INTO platform.orders (bucket, merchant_id, order_reference, currency, total, created_at)
      SELECT $1, opened.*, 'XXX', 0, $4 FROM unnest($2::uuid[], $3::text[]) AS opened
      ON CONFLICT (bucket, merchant_id, order_reference) DO NOTHING`,
    values: [bucket, ...keysOf(orders), now],
  };
}

function lockStatement(bucket: number, orders: readonly NamedOrder[]): Statement {
  return {
    name: 'platform.lock_orders',
    text: `SELECT ${orderColumns} FROM unnest($2::uuid[], $3::text[]) AS asked (asked_merchant_id, asked_reference)
      CROSS JOIN LATERAL (
        SELECT ${orderColumns} FROM platform.orders
        WHERE bucket = $1 AND merchant_id = asked_merchant_id AND order_reference = asked_reference
        LIMIT 1 FOR UPDATE) AS locked`,
    values: [bucket, ...keysOf(orders)],
  };
}

function keysOf(orders: readonly NamedOrder[]): readonly (readonly string[])[] {
  return [orders.map(({ merchantId }) => merchantId), orders.map(({ reference }) => reference)];
}

function toOrderState(row: OrderRow): OrderState {
  return {
    merchantId: row.merchant_id,
    reference: row.order_reference,
    currency: row.currency,
    totalMinorUnits: row.total,
    reservedMinorUnits: row.reserved,
    paidMinorUnits: row.paid,
    paidBy: row.paid_by,
  };
}

import type { Transaction } from '@tallystick/postgres';
import { orderKey, type OrderState } from './order.ts';

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
 * Locks the orders that the payments of a batch name, in the order of their keys, and makes rows for those that are new.
 * Both statements travel with what the caller asks in the same turn; where no order is named, nothing is asked. Rows are
 * made before any is locked, so that no server holds a locked one while it waits for another’s new one.
 */
export async function lockOrders(
  transaction: Transaction,
  bucket: number,
  named: readonly NamedOrder[],
  now: Date,
): Promise<ReadonlyMap<string, OrderState>> {
  if (named.length === 0) return new Map();
  const distinct = new Map(named.map((order) => [orderKey(order.merchantId, order.reference), order]));
  const sorted = [...distinct].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, order]) => order);
  const keys = [sorted.map((order) => order.merchantId), sorted.map((order) => order.reference)];
  const [, rows] = await Promise.all([
    transaction.read({
      name: 'platform.open_orders',
      text: `INSERT INTO platform.orders (bucket, merchant_id, order_reference, currency, total, created_at)
        SELECT $1, opened.*, 'XXX', 0, $4 FROM unnest($2::uuid[], $3::text[]) AS opened
        ON CONFLICT (bucket, merchant_id, order_reference) DO NOTHING`,
      values: [bucket, ...keys, now],
    }),
    transaction.read<OrderRow>({
      name: 'platform.lock_orders',
      text: `SELECT ${orderColumns} FROM unnest($2::uuid[], $3::text[]) AS asked (asked_merchant_id, asked_reference)
        CROSS JOIN LATERAL (
          SELECT ${orderColumns} FROM platform.orders
          WHERE bucket = $1 AND merchant_id = asked_merchant_id AND order_reference = asked_reference
          LIMIT 1 FOR UPDATE) AS locked`,
      values: [bucket, ...keys],
    }),
  ]);
  return new Map(rows.map((row) => [orderKey(row.merchant_id, row.order_reference), toOrderState(row)]));
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

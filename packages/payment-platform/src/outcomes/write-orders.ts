import type { Statement, Transaction } from '@tallystick/postgres';
import { byHomeBucket, type OrderState } from '../orders/order.ts';

/** Writes back those of the locked orders that changed. Their rows are locked, so that nothing can come between. */
export function writeOrders(
  transaction: Transaction,
  bucketCount: number,
  before: ReadonlyMap<string, OrderState>,
  after: ReadonlyMap<string, OrderState>,
): void {
  const changed = [...after].filter(([key, order]) => before.get(key) !== order).map(([, order]) => order);
  for (const [bucket, orders] of byHomeBucket(bucketCount, changed))
    transaction.write(updateOrders(bucket, orders), orders.length);
}

function updateOrders(bucket: number, changed: readonly OrderState[]): Statement {
  return {
    name: 'platform.update_orders',
    text: `UPDATE platform.orders AS stored
      SET currency = changed.currency, total = changed.total, reserved = changed.reserved, paid = changed.paid,
        paid_by = changed.paid_by
      FROM unnest($2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::text[])
        AS changed (merchant_id, order_reference, currency, total, reserved, paid, paid_by)
      WHERE stored.bucket = $1 AND stored.merchant_id = ANY($2::uuid[]) AND stored.order_reference = ANY($3::text[])
        AND stored.merchant_id = changed.merchant_id AND stored.order_reference = changed.order_reference`,
    values: [
      bucket,
      changed.map((order) => order.merchantId),
      changed.map((order) => order.reference),
      changed.map((order) => order.currency),
      changed.map((order) => order.totalMinorUnits.toString()),
      changed.map((order) => order.reservedMinorUnits.toString()),
      changed.map((order) => order.paidMinorUnits.toString()),
      changed.map((order) => order.paidBy),
    ],
  };
}

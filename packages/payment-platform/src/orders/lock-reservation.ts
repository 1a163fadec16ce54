import type { Transaction } from '@tallystick/postgres';
import type { FinalPayment, OpenPayment } from '../payments/payment.ts';
import { lockOrders } from './lock-orders.ts';
import { orderKey, type OrderChanges } from './order.ts';

/**
 * Locks the order of a payment that is about to be closed or reversed, and takes off what it has reserved or paid; null
 * where it names none. Orders come before payer accounts and payment ids in the one order of locks, so this comes before
 * both.
 */
export async function lockReservation(
  transaction: Transaction,
  bucketCount: number,
  payment: FinalPayment | OpenPayment,
  now: Date,
): Promise<OrderChanges | null> {
  const { merchantId, paymentId, orderReference: reference, amount } = payment;
  if (reference === null || amount === null) return null;
  const orders = await lockOrders(transaction, bucketCount, [{ merchantId, reference }], now);
  const key = orderKey(merchantId, reference);
  const order = orders.get(key);
  if (order === undefined) throw new Error('a payment names an order that does not exist');
  const less =
    payment.state === 'open'
      ? { reservedMinorUnits: order.reservedMinorUnits - amount.minorUnits }
      : {
          paidMinorUnits: order.paidMinorUnits - amount.minorUnits,
          paidBy: order.paidBy === paymentId ? null : order.paidBy,
        };
  return { bucketCount, before: orders, after: new Map([[key, { ...order, ...less }]]) };
}

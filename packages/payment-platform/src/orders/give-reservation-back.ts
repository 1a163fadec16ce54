import type { Transaction } from '@tallystick/postgres';
import type { FinalPayment, OpenPayment } from '../payments/payment.ts';
import { lockOrders } from './lock-orders.ts';
import { orderKey } from './order.ts';
import { writeOrders } from '../outcomes/write-orders.ts';

/** To be called once the payment’s own write is kept; it is written after that. */
export type GiveReservationBack = () => void;

/**
 * Locks the order of a payment that is about to be closed or reversed. Orders come before payer accounts and payment ids in
 * the one order of locks, so this comes before both.
 *
 * What was reserved or paid is taken off in the same transaction, after the payment’s own conditional write: where another
 * was faster that write fails first, and all is decided again.
 */
export async function lockReservation(
  transaction: Transaction,
  bucketCount: number,
  payment: FinalPayment | OpenPayment,
  now: Date,
): Promise<GiveReservationBack> {
  const { merchantId, paymentId, orderReference: reference, amount } = payment;
  if (reference === null || amount === null) return () => undefined;
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
  return () => writeOrders(transaction, bucketCount, orders, new Map([[key, { ...order, ...less }]]));
}

import type { DecidedPayment } from '../payments/payment.ts';
import { orderKey, type OrderState } from './order.ts';

/** What became of a payment that has its amount reserved on an order. */
export interface SettledPayment {
  readonly merchantId: string;
  readonly paymentId: string;
  readonly reference: string;
  readonly minorUnits: bigint;
  readonly outcome: 'approved' | 'declined' | 'open';
}

/** Turns reservations into payments, or gives them back; one that stays open keeps its own. A pure function. */
export function settleOrders(
  admitted: ReadonlyMap<string, OrderState>,
  payments: readonly SettledPayment[],
): ReadonlyMap<string, OrderState> {
  const orders = new Map(admitted);
  for (const { merchantId, paymentId, reference, minorUnits, outcome } of payments) {
    if (outcome === 'open') continue;
    const key = orderKey(merchantId, reference);
    const order = orders.get(key);
    if (order === undefined) throw new Error('a payment is settled on an order that was not locked');
    const reservedMinorUnits = order.reservedMinorUnits - minorUnits;
    const paid = outcome === 'approved' ? minorUnits : 0n;
    const paidBy = outcome === 'approved' ? paymentId : order.paidBy;
    orders.set(key, {
      ...order,
      reservedMinorUnits,
      paidMinorUnits: order.paidMinorUnits + paid,
      paidBy,
    });
  }
  return orders;
}

/** The same of payments as they were decided; those without an order leave no trace. */
export function settleDecided(
  admitted: ReadonlyMap<string, OrderState>,
  decided: readonly DecidedPayment[],
): ReadonlyMap<string, OrderState> {
  return settleOrders(admitted, decided.flatMap(toSettled));
}

function toSettled({ request, payment }: DecidedPayment): readonly SettledPayment[] {
  const { merchantId, paymentId, order, amount } = request;
  if (order === null) return [];
  const outcome = payment?.outcome ?? 'open';
  return [{ merchantId, paymentId, reference: order.reference, minorUnits: amount.minorUnits, outcome }];
}

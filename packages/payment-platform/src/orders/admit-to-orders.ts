import type { Money, ProblemCode } from '@tallystick/foundation';
import { orderKey, type OrderOfPayment, type OrderState } from './order.ts';

/** A payment that wants to pay an order, before its code is verified. */
export interface OrderRequest {
  readonly merchantId: string;
  readonly order: OrderOfPayment;
  readonly amount: Money;
  /** Its claim is stored and open: it has its reservation from before. */
  readonly isReserved: boolean;
}

export type Admission =
  /** The amount is reserved: the code may be verified. */
  | { readonly kind: 'admitted' }
  /** Another payment is open for what is left. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'already_paid'; readonly paidBy: string }
  | { readonly kind: 'refused'; readonly code: ProblemCode };

export interface OrderAdmissions {
  /** One for each request, in the same order. */
  readonly admissions: readonly Admission[];
  /** Every order with what is now reserved on it. */
  readonly orders: ReadonlyMap<string, OrderState>;
}

/**
 * Reserves each payment’s amount on its order, in the order of arrival (DESIGN §3.6). A pure function: nothing is verified
 * yet, so that a payment for which there is no room leaves its code unspent.
 */
export function admitToOrders(
  locked: ReadonlyMap<string, OrderState>,
  requests: readonly OrderRequest[],
): OrderAdmissions {
  const orders = new Map(locked);
  const admissions = requests.map((request): Admission => {
    const key = orderKey(request.merchantId, request.order.reference);
    const stored = orders.get(key);
    if (stored === undefined) throw new Error('a payment names an order that was not locked');
    if (request.isReserved) return { kind: 'admitted' };
    const order = asAskedFor(stored, request);
    const admission = admissionTo(order, request);
    if (admission.kind === 'admitted') orders.set(key, withReserved(order, request.amount.minorUnits));
    return admission;
  });
  return { admissions, orders };
}

/** An order that nothing is reserved or paid on takes currency and total from whoever asks now. */
function asAskedFor(stored: OrderState, { order, amount }: OrderRequest): OrderState {
  if (stored.reservedMinorUnits + stored.paidMinorUnits > 0n) return stored;
  const { currency, minorUnits } = amount;
  return { ...stored, currency, totalMinorUnits: order.totalMinorUnits ?? minorUnits, paidBy: null };
}

function admissionTo(order: OrderState, request: OrderRequest): Admission {
  const { minorUnits, currency } = request.amount;
  const { totalMinorUnits, reservedMinorUnits, paidMinorUnits, paidBy } = order;
  if (order.currency !== currency) return { kind: 'refused', code: 'order_currency_mismatch' };
  if ((request.order.totalMinorUnits ?? totalMinorUnits) !== totalMinorUnits)
    return { kind: 'refused', code: 'order_total_mismatch' };
  if (paidMinorUnits === totalMinorUnits && paidBy !== null) return { kind: 'already_paid', paidBy };
  if (paidMinorUnits + minorUnits > totalMinorUnits) return { kind: 'refused', code: 'order_over_total' };
  if (paidMinorUnits + reservedMinorUnits + minorUnits > totalMinorUnits) return { kind: 'busy' };
  return { kind: 'admitted' };
}

function withReserved(order: OrderState, minorUnits: bigint): OrderState {
  return { ...order, reservedMinorUnits: order.reservedMinorUnits + minorUnits };
}

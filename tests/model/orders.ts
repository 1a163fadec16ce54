/** An order of a merchant (DESIGN §3.6): paid once, by one payment or by several. */
export interface Order {
  total: bigint;
  /** Held by payments that have no outcome yet. */
  reserved: bigint;
  paid: bigint;
  paidBy: string;
}

export function newOrder(): Order {
  return { total: 0n, reserved: 0n, paid: 0n, paidBy: '' };
}

export type Room =
  'reserved' | 'order_busy' | 'order_already_paid' | 'order_over_total' | 'order_total_mismatch';

/**
 * Reserves the amount before any code is looked at, where there is room.
 *
 * @param asked the total that the payment names, where it names one.
 */
export function reserve(order: Order, minorUnits: bigint, asked: string | null): Room {
  const total = asked === null ? null : BigInt(asked);
  // What nothing is reserved or paid on takes its total from whoever asks now.
  if (order.reserved + order.paid === 0n) order.total = total ?? minorUnits;
  if (total !== null && total !== order.total) return 'order_total_mismatch';
  if (order.paid === order.total) return 'order_already_paid';
  if (order.paid + minorUnits > order.total) return 'order_over_total';
  if (order.paid + order.reserved + minorUnits > order.total) return 'order_busy';
  order.reserved += minorUnits;
  return 'reserved';
}

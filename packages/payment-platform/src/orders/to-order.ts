import {
  TallyError,
  isOrderReference,
  parseAmountMinorUnits,
  type Money,
  type OrderJson,
} from '@tallystick/foundation';
import type { OrderOfPayment } from './order.ts';

/**
 * Reads the order of a payment request.
 *
 * @throws TallyError `malformed_request`, `amount_invalid`, `order_currency_mismatch`, `order_over_total`.
 */
export function toOrder(order: OrderJson | undefined, amount: Money): OrderOfPayment | null {
  if (order === undefined) return null;
  const { reference, total } = order;
  if (!isOrderReference(reference)) throw new TallyError('malformed_request', { field: '/order/reference' });
  if (total === undefined) return { reference, totalMinorUnits: null };
  const totalMinorUnits = parseAmountMinorUnits(total.minorUnits);
  if (totalMinorUnits === undefined)
    throw new TallyError('amount_invalid', { field: '/order/total/minorUnits' });
  if (total.currency !== amount.currency)
    throw new TallyError('order_currency_mismatch', { field: '/order/total/currency' });
  if (amount.minorUnits > totalMinorUnits)
    throw new TallyError('order_over_total', { field: '/amount/minorUnits' });
  return { reference, totalMinorUnits };
}

import {
  currencyExponent,
  isOrderReference,
  isPaymentId,
  maximumAmountMinorUnits,
  moneyToJson,
  TallyError,
  type Money,
  type MoneyJson,
  type OrderJson,
} from '@tallystick/foundation';
import { parseNumericPaycode } from '@tallystick/paycode';

/** Guards at the terminal’s door: what is wrong here is refused before a payment exists. */

/** @throws TallyError `amount_invalid`, `currency_unknown` */
export function checkedAmount(amount: Money): MoneyJson {
  if (currencyExponent(amount.currency) === undefined)
    throw new TallyError('currency_unknown', { field: 'amount' });
  if (amount.minorUnits < 1n || amount.minorUnits > maximumAmountMinorUnits) {
    throw new TallyError('amount_invalid', { field: 'amount' });
  }
  return moneyToJson(amount);
}

/** The 22 digits of a scanned or typed paycode. @throws TallyError `code_*` */
export function checkedCode(text: string, issuerPrefix: string): string {
  const parsed = parseNumericPaycode(text, issuerPrefix);
  if (!parsed.ok) throw new TallyError(parsed.error, { field: 'code' });
  return parsed.digits;
}

/** @throws TallyError `malformed_request` */
export function checkedPaymentId(paymentId: string): string {
  if (isPaymentId(paymentId)) return paymentId;
  throw new TallyError('malformed_request', {
    detail: 'A payment id is 1 to 32 of the characters 0-9, A-Z, a-z and _.',
    field: 'paymentId',
  });
}

/** @throws TallyError `malformed_request`, `amount_invalid`, `order_currency_mismatch`, `order_over_total` */
export function checkedOrder(
  { reference, total }: { readonly reference: string; readonly total?: Money },
  amount: Money,
): OrderJson {
  if (!isOrderReference(reference)) {
    throw new TallyError('malformed_request', {
      detail: 'An order reference is 1 to 64 printable ASCII characters without spaces.',
      field: 'order',
    });
  }
  if (total === undefined) return { reference };
  const checkedTotal = checkedAmount(total);
  if (total.currency !== amount.currency) throw new TallyError('order_currency_mismatch', { field: 'order' });
  if (amount.minorUnits > total.minorUnits) throw new TallyError('order_over_total', { field: 'order' });
  return { reference, total: checkedTotal };
}

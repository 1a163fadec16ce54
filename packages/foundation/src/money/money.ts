import { currencyExponent } from './currencies.ts';

/** Money is a whole number of minor units (cents, pence, yen) of one ISO 4217 currency. */
export interface Money {
  readonly minorUnits: bigint;
  readonly currency: string;
}

/** Money in JSON: a decimal string, because a JSON number loses digits above 2^53. */
export interface MoneyJson {
  readonly minorUnits: string;
  readonly currency: string;
}

/** The most that one payment or one top-up may be: a trillion minor units less one. */
export const maximumAmountMinorUnits = 999_999_999_999n;

/** The wire form of an amount to be paid: no sign, no leading zero, no fraction. */
export const amountPattern = '^[1-9][0-9]{0,11}$';

const amountExpression = new RegExp(amountPattern);

/** Reads an amount to be paid; undefined where it is zero, negative, fractional, too large or not a number. */
export function parseAmountMinorUnits(text: string): bigint | undefined {
  return amountExpression.test(text) ? BigInt(text) : undefined;
}

export function moneyToJson(money: Money): MoneyJson {
  return { minorUnits: money.minorUnits.toString(), currency: money.currency };
}

/** Reads what a person types, such as `12.50`; undefined where it has more decimals than the currency. */
export function parseDecimalAmount(text: string, currency: string): bigint | undefined {
  const exponent = currencyExponent(currency);
  const parts = /^(\d{1,12})(?:\.(\d+))?$/.exec(text);
  if (exponent === undefined || parts === null) return undefined;
  const [, whole = '', fraction = ''] = parts;
  if (fraction.length > exponent) return undefined;
  const minorUnits = BigInt(whole + fraction.padEnd(exponent, '0'));
  return minorUnits <= maximumAmountMinorUnits ? minorUnits : undefined;
}

/** Writes money for people: `12.50 EUR`, `500 JPY`, `-0.05 EUR`. */
export function formatMoney(money: Money): string {
  const exponent = currencyExponent(money.currency) ?? 0;
  const sign = money.minorUnits < 0n ? '-' : '';
  const digits = (money.minorUnits < 0n ? -money.minorUnits : money.minorUnits)
    .toString()
    .padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = digits.slice(digits.length - exponent);
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`} ${money.currency}`;
}

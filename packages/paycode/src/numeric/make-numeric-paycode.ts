import { dammCheckDigit } from './damm-check-digit.ts';
import type { VerificationData } from './verification-data.ts';

/** What a numeric paycode begins with, unless the operator chooses another. */
export const defaultIssuerPrefix = '83';

/** Two digits that no other payer code in wide use begins with: WeChat has 10–15, Alipay 25–30, 62 is UnionPay’s. */
export function isIssuerPrefixAllowed(prefix: string): boolean {
  if (!/^[0-9]{2}$/.test(prefix)) return false;
  const number = Number(prefix);
  if (number >= 10 && number <= 15) return false;
  if (number >= 25 && number <= 30) return false;
  return number !== 62;
}

/**
 * The 22 digits `PP AAAAAAAAAA I OOOOOOOO K`: issuer prefix, alias, intent, password, check digit.
 * Throws RangeError where a part has the wrong form; the words never repeat the part.
 */
export function makeNumericPaycode(input: VerificationData & { readonly issuerPrefix: string }): string {
  if (!isIssuerPrefixAllowed(input.issuerPrefix)) throw new RangeError('this issuer prefix is not allowed');
  if (!/^[0-9]{10}$/.test(input.alias)) throw new RangeError('an alias has ten digits');
  if (!Number.isInteger(input.intent) || input.intent < 0 || input.intent > 9) {
    throw new RangeError('an intent is 0 to 9');
  }
  if (!/^[0-9]{8}$/.test(input.password)) throw new RangeError('a password has eight digits');
  const digits = input.issuerPrefix + input.alias + String(input.intent) + input.password;
  return digits + dammCheckDigit(digits);
}

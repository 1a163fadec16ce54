import { hexText } from '../bytes/hex.ts';

/** RFC 4226 truncates an HMAC-SHA-1, 20 bytes long; anything shorter has no room for every offset. */
const shortestHmacLength = 20;

/**
 * The dynamic password of an HMAC: RFC 4226 section 5.3, used unchanged by RFC 6287 section 5.2.
 * `digits` is 1 to 10, or 0 for the whole HMAC in lower-case hexadecimal (RFC 6287: no truncation).
 * The truncated number has 31 bits, so that 9 and 10 digits are unevenly spread; they are here for foreign suites only.
 * Throws RangeError where the HMAC is too short or `digits` is out of range.
 */
export function truncateToDigits(hmac: Uint8Array, digits: number): string {
  if (hmac.length < shortestHmacLength) throw new RangeError('an HMAC has at least 20 bytes');
  if (!Number.isInteger(digits) || digits < 0 || digits > 10) throw new RangeError('digits are 0 to 10');
  if (digits === 0) return hexText(hmac);
  const offset = (hmac[hmac.length - 1] ?? 0) & 0x0f;
  const number =
    (((hmac[offset] ?? 0) & 0x7f) << 24) |
    ((hmac[offset + 1] ?? 0) << 16) |
    ((hmac[offset + 2] ?? 0) << 8) |
    (hmac[offset + 3] ?? 0);
  return decimalPassword(number, digits);
}

/** The last `digits` decimal digits of a 31-bit number, with leading zeros. */
export function decimalPassword(number: number, digits: number): string {
  return String(number % 10 ** digits).padStart(digits, '0');
}

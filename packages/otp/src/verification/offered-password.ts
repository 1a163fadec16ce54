import { cleanScannedText } from '../scan/clean-scanned-text.ts';

/** Room for the hexadecimal digits of an HMAC-SHA-512 with separators; anything longer is refused unread. */
const longestText = 200;

/**
 * A password as a person typed it, without the spaces and dashes that authenticators show; undefined where it is not
 * exactly so many digits.
 */
export function offeredDigits(text: unknown, digits: number): string | undefined {
  const password = cleaned(text);
  return password.length === digits && /^[0-9]+$/.test(password) ? password : undefined;
}

/** The hexadecimal text of a whole HMAC, in lower case; undefined where it is none of this length. */
export function offeredHmac(text: unknown, lengthBytes: number): string | undefined {
  const password = cleaned(text);
  const isHmac = password.length === 2 * lengthBytes && /^[0-9A-Fa-f]+$/.test(password);
  return isHmac ? password.toLowerCase() : undefined;
}

/** What comes from a request may be anything; what is no text is no password. */
function cleaned(text: unknown): string {
  return typeof text === 'string' && text.length <= longestText ? cleanScannedText(text) : '';
}

import { cleanScannedText } from '@tallystick/otp';
import { dammCheckDigit } from './damm-check-digit.ts';
import type { VerificationData } from './verification-data.ts';

export type ParseError = 'code_wrong_length' | 'code_not_digits' | 'code_unknown_prefix' | 'code_check_digit';

export type ParseResult =
  | { readonly ok: true; readonly data: VerificationData; readonly digits: string }
  | { readonly ok: false; readonly error: ParseError };

const paycodeLength = 22;

/** Room for 22 digits with separators, a symbology identifier and line ends; anything longer is refused unread. */
const longestScan = 128;

/**
 * Reads a numeric paycode as scanners and people deliver it: with line ends, tabs, a symbology identifier, spaces, dashes
 * or full-width digits. `digits` is the bare code. Never throws, and looks at 128 characters at most.
 */
export function parseNumericPaycode(text: string, issuerPrefix: string): ParseResult {
  if (text.length > longestScan) return failure('code_wrong_length');
  const digits = cleanScannedText(text);
  if (!/^[0-9]*$/.test(digits)) return failure('code_not_digits');
  if (digits.length !== paycodeLength) return failure('code_wrong_length');
  if (digits.slice(0, 2) !== issuerPrefix) return failure('code_unknown_prefix');
  if (dammCheckDigit(digits) !== '0') return failure('code_check_digit');
  const data = { alias: digits.slice(2, 12), intent: Number(digits[12]), password: digits.slice(13, 21) };
  return { ok: true, data, digits };
}

function failure(error: ParseError): ParseResult {
  return { ok: false, error };
}

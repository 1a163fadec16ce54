import { TallyError } from '@tallystick/foundation';
import { parseNumericPaycode, type ParseError } from '@tallystick/paycode';

/**
 * The one paycode among the codes of a picture, as 22 digits. A QR code and a barcode of the same digits are one code,
 * and codes of other kinds beside it (a loyalty card, an advertisement) do not disturb.
 *
 * @throws TallyError `picture_without_code`, `picture_many_codes`, or the parser’s error for the only code there is
 */
export function paycodeOfTexts(texts: readonly string[], issuerPrefix: string): string {
  const paycodes = new Set<string>();
  const errors = new Set<ParseError>();
  for (const text of texts) {
    const parsed = parseNumericPaycode(text, issuerPrefix);
    if (parsed.ok) paycodes.add(parsed.digits);
    else errors.add(parsed.error);
  }
  const [paycode, ...others] = paycodes;
  if (others.length > 0) throw new TallyError('picture_many_codes');
  if (paycode !== undefined) return paycode;
  const [error, ...otherErrors] = errors;
  throw new TallyError(error === undefined || otherErrors.length > 0 ? 'picture_without_code' : error);
}

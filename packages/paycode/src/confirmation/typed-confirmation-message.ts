import { asciiBytes } from '@tallystick/otp';
import { type Receipt, isReceiptAmount, isReceiptCurrency } from './receipt.ts';

/**
 * The typed confirmation is `truncateToDigits(HMAC(confirmation key, these bytes), 8)`. The payer types it together with
 * the amount, so that the terminal can form the same bytes. Throws RangeError on a wrong part.
 */
export function typedConfirmationMessage(
  input: Pick<Receipt, 'outcome' | 'minorUnits' | 'currency'>,
): Uint8Array<ArrayBuffer> {
  if (!isReceiptAmount(input.minorUnits)) throw new RangeError('an amount is 1 to 12 digits');
  if (!isReceiptCurrency(input.currency)) throw new RangeError('a currency has three capital letters');
  return asciiBytes(`tallystick/typed/v1\n${input.outcome}\n${input.minorUnits}\n${input.currency}`);
}

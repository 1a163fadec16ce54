import { asciiBytes } from '@tallystick/otp';
import { isChallenge } from './question-of-intent.ts';

/**
 * What intent 9 agrees to: exactly this amount for this challenge. The question of its QH64 suites is SHA-256 of these
 * bytes in hexadecimal. Throws RangeError where a part has the wrong form.
 */
export function exactQuestionMessage(input: {
  readonly challenge: string;
  /** Decimal digits, no leading zero. */
  readonly minorUnits: string;
  /** ISO 4217, three capital letters. */
  readonly currency: string;
}): Uint8Array<ArrayBuffer> {
  if (!isChallenge(input.challenge)) throw new RangeError('a challenge is 9000000 to 9999999');
  if (!/^[1-9][0-9]{0,11}$/.test(input.minorUnits)) throw new RangeError('an amount is 1 to 12 digits');
  if (!/^[A-Z]{3}$/.test(input.currency)) throw new RangeError('a currency has three capital letters');
  return asciiBytes(`tallystick/exact/v1\n${input.challenge}\n${input.minorUnits}\n${input.currency}`);
}

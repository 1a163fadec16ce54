import type { U64 } from '../bytes/u64.ts';
import type { Hmac } from '../hmac/hmac.ts';
import { hotpMessage } from './hotp-message.ts';
import { checkOtpDigits, type OtpDigits } from './otp-digits.ts';
import { truncateToDigits } from './truncate-to-digits.ts';

export interface HotpInputs {
  readonly counter: U64;
  /** 6 unless said otherwise. */
  readonly digits?: OtpDigits;
}

/** The password of a counter, RFC 4226. Throws RangeError on a counter that is no u64 and on other digits than 6 to 8. */
export function makeHotp(inputs: HotpInputs & { readonly hmac: Hmac }): string {
  const { hmac, counter, digits = 6 } = inputs;
  checkOtpDigits(digits);
  return truncateToDigits(hmac(hotpMessage(counter)), digits);
}

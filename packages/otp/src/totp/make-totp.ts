import { makeHotp } from '../hotp/make-hotp.ts';
import type { OtpDigits } from '../hotp/otp-digits.ts';
import type { Hmac } from '../hmac/hmac.ts';
import { totpStep } from './totp-step.ts';

export interface TotpInputs {
  /** Unix time, with or without a fraction: `Date.now() / 1000`. */
  readonly unixSeconds: number;
  /** 6 unless said otherwise. */
  readonly digits?: OtpDigits;
  /** Length of a step, 30 unless said otherwise: X of RFC 6238. */
  readonly periodSeconds?: number;
  /** Where steps are counted from, 0 unless said otherwise: T0 of RFC 6238. */
  readonly startSeconds?: number;
}

/**
 * The password of a time, RFC 6238. Throws RangeError on a time before the start, a wrong period or other digits than
 * 6 to 8.
 */
export function makeTotp(inputs: TotpInputs & { readonly hmac: Hmac }): string {
  const { hmac, digits = 6 } = inputs;
  return makeHotp({ hmac, counter: stepOf(inputs), digits });
}

/** The step of the inputs’ time. Throws RangeError as `totpStep`. */
export function stepOf(inputs: TotpInputs): number {
  return totpStep(inputs.unixSeconds, inputs.periodSeconds, inputs.startSeconds);
}

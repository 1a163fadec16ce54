import { type U64, u64Bytes } from '../bytes/u64.ts';
import { checkOtpDigits } from '../hotp/otp-digits.ts';
import type { Hmac } from '../hmac/hmac.ts';
import {
  type Candidates,
  candidatesAbove,
  malformed,
  type VerifyResult,
} from '../verification/candidates.ts';
import { offeredDigits } from '../verification/offered-password.ts';
import { stepWindow } from '../verification/window.ts';
import { stepOf, type TotpInputs } from './make-totp.ts';

export interface TotpVerification extends TotpInputs {
  /** As the person typed it. */
  readonly password: string;
  /** The step that was accepted last; null where none ever was. Steps at or below it are refused. */
  readonly lastAccepted: U64 | null;
  /**
   * How many steps the device’s clock may be behind, or the password may have been on its way: 0 unless said otherwise.
   * Each one keeps a password good, for whoever saw it, for one period more.
   */
  readonly lookBackSteps?: number;
  /** How many steps the device’s clock may be ahead, 1 unless said otherwise. */
  readonly lookAheadSteps?: number;
}

/**
 * Verifies a password of RFC 6238. Looks forward only, unless `lookBackSteps` says how far back. Store the `lastAccepted`
 * that it returns before anything else is done. Throws RangeError on a wrong window, time, period or number of digits.
 */
export function verifyTotp(inputs: TotpVerification & { readonly hmac: Hmac }): VerifyResult {
  const { messages, decide } = totpCandidates(inputs);
  return decide(messages.map((message) => inputs.hmac(message)));
}

/** The same for an HMAC that is made elsewhere: messages, then `decide`. */
export function totpCandidates(inputs: TotpVerification): Candidates {
  const { lastAccepted, lookBackSteps = 0, lookAheadSteps = 1, digits = 6 } = inputs;
  checkOtpDigits(digits);
  const steps = stepWindow(stepOf(inputs), lookBackSteps, lookAheadSteps);
  const password = offeredDigits(inputs.password, digits);
  if (password === undefined) return malformed;
  const candidates = steps.map((step) => {
    const bytes = u64Bytes(step);
    return { message: bytes, movingFactor: bytes };
  });
  return candidatesAbove(lastAccepted, candidates, { password, digits });
}

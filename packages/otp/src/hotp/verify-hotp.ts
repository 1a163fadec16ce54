import type { U64 } from '../bytes/u64.ts';
import type { Hmac } from '../hmac/hmac.ts';
import {
  type Candidates,
  candidatesAbove,
  malformed,
  type VerifyResult,
} from '../verification/candidates.ts';
import { offeredDigits } from '../verification/offered-password.ts';
import { counterWindow } from '../verification/window.ts';
import { checkOtpDigits, type OtpDigits } from './otp-digits.ts';

export interface HotpVerification {
  /** As the person typed it. */
  readonly password: string;
  /** The counter that was accepted last; null where none ever was. Counters at or below it are refused. */
  readonly lastAccepted: U64 | null;
  /** How many presses may have been lost, 10 unless said otherwise: 0 accepts the next counter only. */
  readonly lookAheadCounters?: number;
  /** 6 unless said otherwise. */
  readonly digits?: OtpDigits;
}

/**
 * Verifies a password of RFC 4226 in a window that only looks forward (section 7.4). Store the `lastAccepted` that it
 * returns before anything else is done. Throws RangeError on a wrong window, counter or number of digits.
 */
export function verifyHotp(inputs: HotpVerification & { readonly hmac: Hmac }): VerifyResult {
  const { messages, decide } = hotpCandidates(inputs);
  return decide(messages.map((message) => inputs.hmac(message)));
}

/** The same for an HMAC that is made elsewhere: messages, then `decide`. */
export function hotpCandidates(inputs: HotpVerification): Candidates {
  const { lastAccepted, lookAheadCounters = 10, digits = 6 } = inputs;
  checkOtpDigits(digits);
  const counters = counterWindow(lastAccepted, lookAheadCounters);
  const password = offeredDigits(inputs.password, digits);
  if (password === undefined) return malformed;
  const candidates = counters.map((counter) => ({ message: counter, movingFactor: counter }));
  return candidatesAbove(lastAccepted, candidates, { password, digits });
}

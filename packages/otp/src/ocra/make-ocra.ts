import type { Hmac } from '../hmac/hmac.ts';
import { truncateToDigits } from '../hotp/truncate-to-digits.ts';
import { totpStep } from '../totp/totp-step.ts';
import { ocraMessage, type OcraInputs } from './ocra-message.ts';
import type { OcraSuite } from './ocra-suite.ts';

/**
 * The response of RFC 6287 section 5: decimal digits, or the whole HMAC in lower-case hexadecimal where the suite has 0
 * digits. The HMAC is with the suite’s hash. Throws RangeError on inputs that are not the suite’s.
 */
export function makeOcra(inputs: OcraInputs & { readonly suite: OcraSuite; readonly hmac: Hmac }): string {
  const { suite, hmac } = inputs;
  return truncateToDigits(hmac(ocraMessage(suite, inputs)), suite.digits);
}

/** T of a Unix time for a suite that has time. Throws RangeError on another suite, or a time before 1970. */
export function ocraStep(suite: OcraSuite, unixSeconds: number): number {
  if (suite.stepSeconds === null) throw new RangeError('this suite takes no time step');
  return totpStep(unixSeconds, suite.stepSeconds);
}

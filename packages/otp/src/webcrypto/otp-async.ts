import type { U64 } from '../bytes/u64.ts';
import { hotpMessage } from '../hotp/hotp-message.ts';
import type { HotpInputs } from '../hotp/make-hotp.ts';
import { checkOtpDigits } from '../hotp/otp-digits.ts';
import { truncateToDigits } from '../hotp/truncate-to-digits.ts';
import { hotpCandidates, type HotpVerification } from '../hotp/verify-hotp.ts';
import { ocraMessage, type OcraInputs } from '../ocra/ocra-message.ts';
import type { OcraSuite } from '../ocra/ocra-suite.ts';
import { ocraCandidates, type OcraVerification } from '../ocra/verify-ocra.ts';
import { stepOf, type TotpInputs } from '../totp/make-totp.ts';
import { totpCandidates, type TotpVerification } from '../totp/verify-totp.ts';
import type { Candidates, VerifyResult } from '../verification/candidates.ts';
import type { AsyncHmac } from './hmac-with-web-crypto.ts';

// Each function is the one of the same name without Async, for an HMAC that comes later. All HMACs of a window are asked for
// at once, so that the time does not show which of them fits.

interface WithAsyncHmac {
  readonly hmac: AsyncHmac;
}

export async function makeHotpAsync(inputs: HotpInputs & WithAsyncHmac): Promise<string> {
  const { hmac, counter, digits = 6 } = inputs;
  checkOtpDigits(digits);
  return truncateToDigits(await hmac(hotpMessage(counter)), digits);
}

export async function makeTotpAsync(inputs: TotpInputs & WithAsyncHmac): Promise<string> {
  const { hmac, digits = 6 } = inputs;
  return makeHotpAsync({ hmac, counter: stepOf(inputs), digits });
}

export async function makeOcraAsync(
  inputs: OcraInputs & WithAsyncHmac & { readonly suite: OcraSuite },
): Promise<string> {
  const { suite, hmac } = inputs;
  return truncateToDigits(await hmac(ocraMessage(suite, inputs)), suite.digits);
}

export async function verifyHotpAsync(inputs: HotpVerification & WithAsyncHmac): Promise<VerifyResult> {
  return decideAsync(hotpCandidates(inputs), inputs.hmac);
}

export async function verifyTotpAsync(inputs: TotpVerification & WithAsyncHmac): Promise<VerifyResult> {
  return decideAsync(totpCandidates(inputs), inputs.hmac);
}

export async function verifyOcraAsync(
  inputs: OcraVerification & WithAsyncHmac,
): Promise<VerifyResult<U64 | null>> {
  return decideAsync(ocraCandidates(inputs), inputs.hmac);
}

async function decideAsync<Accepted>(
  candidates: Candidates<Accepted>,
  hmac: AsyncHmac,
): Promise<VerifyResult<Accepted>> {
  return candidates.decide(await Promise.all(candidates.messages.map((message) => hmac(message))));
}

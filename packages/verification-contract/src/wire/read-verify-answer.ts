import { TallyError } from '@tallystick/foundation';
import { base64UrlText } from '@tallystick/otp';
import type { Verdict, VerificationRequest } from '../verdict.ts';
import { toProblem } from './to-problem.ts';
import { verdictFromJson } from './verdict-json.ts';
import type { VerifyAnswer } from './wire-schemas.ts';

/** A verdict, or why there is none. */
export type Verified = Verdict | TallyError;

/**
 * The verdicts of an answer, one for each request. An answer that is about other claims, or other requests, is refused as a
 * whole: who mixes up one of them is not believed in the others.
 *
 * @throws TallyError `authentication_unavailable`.
 */
export function readVerifyAnswer(
  requests: readonly VerificationRequest[],
  { answers }: VerifyAnswer,
): readonly Verified[] {
  if (answers.length !== requests.length) throw mixedUp();
  return requests.map((request, index) => {
    const answer = answers[index];
    if (answer === undefined || !isAbout(answer, request)) throw mixedUp();
    if ('verdict' in answer) return verdictFromJson(answer.verdict);
    const { code, detail } = answer.refusal;
    return toProblem(code, detail) ?? mixedUp();
  });
}

function isAbout(
  answer: VerifyAnswer['answers'][number],
  { claim, requestHash }: VerificationRequest,
): boolean {
  return (
    answer.merchantId === claim.merchantId &&
    answer.paymentId === claim.paymentId &&
    answer.requestHash === base64UrlText(requestHash)
  );
}

function mixedUp(): TallyError {
  const detail = 'The answer of the authentication server is about other payments than it was asked about.';
  return new TallyError('authentication_unavailable', { detail, retryAfterSeconds: 1 });
}

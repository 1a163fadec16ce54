import { randomBytes } from 'node:crypto';
import {
  equalTexts,
  hmacSha256,
  hmacSha256Key,
  preparedPressSuite,
  preparedTimeSuite,
} from '@tallystick/otp';
import { confirmationKeyMessage, suitesOfIntent } from '@tallystick/paycode';
import type { Leaves } from '../credentials/leaves.ts';
import type { CredentialSecrets } from './credential-state.ts';

const smallPaymentSuite = suitesOfIntent(0).device;
const pressSuite = suitesOfIntent(4).device;

/**
 * Makes of opened leaves what verification asks of them. Both are kept as the inner and outer state of their
 * HMAC: a new HMAC object of node:crypto costs more than the hashing. Of the password’s messages everything is absorbed
 * that the candidates of a window have in common.
 */
export function credentialSecrets(leaves: Pick<Leaves, 'password' | 'confirmation'>): CredentialSecrets {
  const passwordKey = hmacSha256Key(leaves.password);
  const confirmationKey = hmacSha256Key(leaves.confirmation);
  const preparedOf = rememberLast((question: string) =>
    preparedTimeSuite(passwordKey, smallPaymentSuite, question),
  );

  return {
    matchingStep: (question, password, steps) => highestMatch(preparedOf(question), password, steps),
    matchingPress: (question, password, presses) =>
      highestMatch(preparedPressSuite(passwordKey, pressSuite, question), password, presses),
    confirmationKey(step, intent, question) {
      const message = confirmationKeyMessage({ step, intent, question });
      return hmacSha256(confirmationKey, message);
    },
  };
}

/** All passwords are computed and compared in constant time, without early exit. `movingFactors` ascend. */
function highestMatch(
  passwordAt: PreparedPassword,
  password: string,
  movingFactors: readonly number[],
): number | undefined {
  let matched: number | undefined;
  for (const movingFactor of movingFactors) {
    const isMatch = equalTexts(passwordAt(movingFactor), password);
    matched = isMatch ? movingFactor : matched;
  }
  return matched;
}

/** Secrets of nobody, made at start: refusals that have no credential cost the same work. */
export function decoySecrets(): CredentialSecrets {
  return credentialSecrets({ password: randomBytes(32), confirmation: randomBytes(32) });
}

type PreparedPassword = ReturnType<typeof preparedTimeSuite>;

/** Nearly every code of a credential asks the same question, so one prepared question is kept. */
function rememberLast(
  prepare: (question: string) => PreparedPassword,
): (question: string) => PreparedPassword {
  let last: { question: string; prepared: PreparedPassword } | undefined;
  return (question) => {
    if (last?.question !== question) last = { question, prepared: prepare(question) };
    return last.prepared;
  };
}

import { randomBytes } from 'node:crypto';
import { hmacSha256, hmacSha256Key } from '@tallystick/otp';
import { confirmationKeyMessage } from '@tallystick/paycode';
import type { Leaves } from '../credentials/leaves.ts';
import type { CredentialKind, CredentialKinds } from '../kinds/credential-kind.ts';
import type { CredentialSecrets } from './credential-state.ts';

/**
 * Makes of opened leaves what verification asks of them. Keys are kept as the inner and outer state of their HMAC: a new
 * HMAC object of node:crypto costs more than the hashing.
 *
 * @param kind undefined where this server does not know the credential’s kind: no code is then its own.
 */
export function credentialSecrets(
  leaves: Pick<Leaves, 'password' | 'confirmation'>,
  kind: CredentialKind | undefined,
): CredentialSecrets {
  const confirmationKey = hmacSha256Key(leaves.confirmation);
  return {
    matching: kind?.prepare(leaves.password) ?? (() => undefined),
    confirmationKey(step, intent, question) {
      const message = confirmationKeyMessage({ step, intent, question });
      return hmacSha256(confirmationKey, message);
    },
  };
}

/**
 * Secrets of no credential for each kind, by its name, made at start: refusals that have no credential cost the same work.
 */
export function decoySecrets(kinds: CredentialKinds): ReadonlyMap<string, CredentialSecrets> {
  const leaves = () => ({ password: randomBytes(32), confirmation: randomBytes(32) });
  return new Map(kinds.all.map((kind) => [kind.name, credentialSecrets(leaves(), kind)]));
}

import { randomBytes } from 'node:crypto';
import { activationQr, encodeActivationCode } from '@tallystick/paycode';
import { bucketOfShard, TallyError } from '@tallystick/foundation';
import type { Activation, CredentialTerms } from '@tallystick/verification-contract';
import type { CredentialKinds } from '../kinds/credential-kind.ts';
import { assertRoomForActivation } from './account-limits.ts';
import { activationIdOf, bucketOfActivationId } from './activation-id.ts';
import { insertActivation } from './activation-rows.ts';
import { sealActivationSecrets } from './activation-secrets.ts';
import { activationLifetimeMs } from './activation-lifetime.ts';
import type { EnrolmentServer } from './enrolment-server.ts';
import { newKeyPair } from './key-agreement.ts';

const activationCodeLength = 16;

/**
 * Makes an activation for one more credential of an account: a random code, good for 15 minutes, and a key pair of its
 * own. Whether the account exists is for the platform to know.
 *
 * @param asked the kind of the credential, by default the server’s first, `time`, and limits of its own.
 *
 * @throws TallyError `malformed_request` (field `kind`), `too_many_activations`, `too_many_credentials`.
 */
export async function createActivation(
  server: EnrolmentServer,
  account: { readonly accountId: string; readonly shard: number },
  asked: Partial<CredentialTerms> = {},
): Promise<Activation> {
  const terms = termsOf(server.kinds, asked);
  const bucket = bucketOfShard(account.shard, server.bucketCount);
  const { code, activationId } = drawCode(bucket, server.bucketCount);
  const { privateKey, publicKey } = newKeyPair();
  const secrets = { serverPrivateKey: privateKey, activationCode: code };
  const sealed = sealActivationSecrets(server.keyRing, activationId, secrets);
  const activationCode = encodeActivationCode(code);
  privateKey.fill(0);
  code.fill(0);

  const now = new Date(server.clock.nowMs());
  const expiresAt = new Date(now.getTime() + activationLifetimeMs);
  await server.database.transaction(async (transaction) => {
    await assertRoomForActivation(transaction, { ...account, bucket }, server.accountLimits, now);
    const statement = insertActivation({
      ...account,
      bucket,
      activationId,
      serverKey: publicKey,
      secrets: sealed,
      terms,
      expiresAt,
    });
    transaction.write(statement, 1);
  });
  return { activationCode, qr: activationQr(activationCode), expiresAt };
}

/** The terms of what was asked for. Limits that were not asked for are those of the kind, where it has any. */
function termsOf(kinds: CredentialKinds, asked: Partial<CredentialTerms>): CredentialTerms {
  const kind = asked.kind === undefined ? kinds.all[0] : kinds.named(asked.kind);
  if (kind === undefined) {
    const detail = 'The authentication server has no such kind of credential.';
    throw new TallyError('malformed_request', { field: '/kind', detail });
  }
  return {
    kind: kind.name,
    cap: asked.cap ?? kind.limits?.cap ?? null,
    usesPerDay: asked.usesPerDay ?? kind.limits?.usesPerDay ?? null,
  };
}

/** Random but for its id, which tells the bucket: with 64 buckets every 64th code will do, which leaves 122 random bits. */
function drawCode(bucket: number, bucketCount: number): { code: Buffer; activationId: Uint8Array } {
  for (;;) {
    const code = randomBytes(activationCodeLength);
    const activationId = activationIdOf(code);
    if (bucketOfActivationId(activationId, bucketCount) === bucket) return { code, activationId };
  }
}

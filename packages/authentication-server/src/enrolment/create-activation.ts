import { randomBytes } from 'node:crypto';
import { activationQr, encodeActivationCode } from '@tallystick/paycode';
import { bucketOfShard } from '@tallystick/foundation';
import { activationIdOf } from './activation-id.ts';
import { insertActivation } from './activation-rows.ts';
import { sealActivationSecrets } from './activation-secrets.ts';
import { activationLifetimeMs, type EnrolmentServer } from './enrolment-server.ts';
import { newKeyPair } from './key-agreement.ts';

/** Shown once to the owner of the account and stored nowhere in the clear. */
export interface Activation {
  /** 26 characters to be typed. */
  readonly activationCode: string;
  /** The same as the text of a QR. */
  readonly qr: string;
  readonly expiresAt: Date;
}

const activationCodeLength = 16;

/**
 * Makes an activation for one more credential of an account: 128 random bits, good for 15 minutes, and a key pair of its
 * own. Whether the account exists is for the platform to know.
 */
export async function createActivation(
  server: EnrolmentServer,
  account: { readonly accountId: string; readonly shard: number },
): Promise<Activation> {
  const code = randomBytes(activationCodeLength);
  const activationId = activationIdOf(code);
  const { privateKey, publicKey } = newKeyPair();
  const secrets = { serverPrivateKey: privateKey, activationCode: code };
  const expiresAt = new Date(server.clock.nowMs() + activationLifetimeMs);
  await server.database.query(
    insertActivation({
      ...account,
      bucket: bucketOfShard(account.shard, server.bucketCount),
      activationId,
      serverKey: publicKey,
      secrets: sealActivationSecrets(server.keyRing, activationId, secrets),
      expiresAt,
    }),
  );
  const activationCode = encodeActivationCode(code);
  privateKey.fill(0);
  code.fill(0);
  return { activationCode, qr: activationQr(activationCode), expiresAt };
}

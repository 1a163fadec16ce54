import { open, seal, sealingContext, type SealedBox } from '../sealing/sealed-box.ts';
import type { KeyRing } from '../sealing/key-ring.ts';

/** What is kept of an activation until it is consumed, and destroyed then. */
export interface ActivationSecrets {
  /** 32 bytes. */
  readonly serverPrivateKey: Uint8Array;
  /** 16 bytes. */
  readonly activationCode: Uint8Array;
}

const privateKeyLength = 32;

export function sealActivationSecrets(
  keyRing: KeyRing,
  activationId: Uint8Array,
  secrets: ActivationSecrets,
): SealedBox {
  const plaintext = Buffer.concat([secrets.serverPrivateKey, secrets.activationCode]);
  try {
    return seal(keyRing, plaintext, contextOf(activationId));
  } finally {
    plaintext.fill(0);
  }
}

/** The caller wipes both parts. */
export function openActivationSecrets(
  keyRing: KeyRing,
  activationId: Uint8Array,
  box: SealedBox,
): ActivationSecrets {
  const plaintext = open(keyRing, box.sealingKeyId, box.sealed, contextOf(activationId));
  return {
    serverPrivateKey: plaintext.subarray(0, privateKeyLength),
    activationCode: plaintext.subarray(privateKeyLength),
  };
}

function contextOf(activationId: Uint8Array): Uint8Array {
  return sealingContext('activation-secrets', Buffer.from(activationId).toString('hex'));
}

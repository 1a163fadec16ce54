import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';
import { TallyError } from '@tallystick/foundation';
import type { KeyRing } from './key-ring.ts';

/** What is sealed. A box made for one purpose does not open for another, nor for another row. */
export type SealingPurpose =
  'activation-secrets' | 'alias-key' | 'credential-leaves' | 'key-proof' | 'signing-key';

/** A sealed value and the id of the key that opens it; both are stored beside each other. */
export interface SealedBox {
  readonly sealingKeyId: string;
  /** 12-byte nonce ‖ ciphertext ‖ 16-byte tag. */
  readonly sealed: Uint8Array;
}

const nonceLength = 12;
const tagLength = 16;

/**
 * The associated data of a sealed box: its purpose and the row it belongs to, so that whoever can write to the
 * database can’t move one credential’s keys to another.
 *
 * @param subject the row’s id as text, such as the ten digits of a credential number.
 */
export function sealingContext(purpose: SealingPurpose, subject: string): Uint8Array {
  return Buffer.from(`tallystick/sealed/v1\n${purpose}\n${subject}`, 'utf8');
}

/**
 * AES-256-GCM under the present key with a random nonce. NIST SP 800-38D, section 8.3, allows 2^32 such boxes a key; a
 * database that comes near takes a new present key.
 */
export function seal(keyRing: KeyRing, plaintext: Uint8Array, associatedData: Uint8Array): SealedBox {
  const sealingKeyId = keyRing.presentSealingKeyId;
  return { sealingKeyId, sealed: encrypt(keyOf(keyRing, sealingKeyId), plaintext, associatedData) };
}

/**
 * Opens a sealed box. The caller wipes the answer when it is done with it.
 *
 * @throws TallyError `internal_error` where the key is not in the ring, or the box was altered or moved.
 */
export function open(
  keyRing: KeyRing,
  sealingKeyId: string,
  sealed: Uint8Array,
  associatedData: Uint8Array,
): Uint8Array {
  return decrypt(keyOf(keyRing, sealingKeyId), sealed, associatedData);
}

/** AES-256-GCM: 12-byte random nonce ‖ ciphertext ‖ 16-byte tag. */
export function encrypt(key: KeyObject, plaintext: Uint8Array, associatedData: Uint8Array): Uint8Array {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
  cipher.setAAD(associatedData);
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: KeyObject, sealed: Uint8Array, associatedData: Uint8Array): Uint8Array {
  const endOfCiphertext = sealed.length - tagLength;
  if (endOfCiphertext < nonceLength) throw doesNotOpen('it is too short');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceLength), {
    authTagLength: tagLength,
  });
  decipher.setAAD(associatedData);
  decipher.setAuthTag(sealed.subarray(endOfCiphertext));
  const plaintext = decipher.update(sealed.subarray(nonceLength, endOfCiphertext));
  try {
    decipher.final();
  } catch {
    plaintext.fill(0);
    throw doesNotOpen('its key is another one, or it was altered or moved');
  }
  return plaintext;
}

function keyOf(keyRing: KeyRing, sealingKeyId: string): KeyObject {
  const key = keyRing.sealingKeys.get(sealingKeyId);
  if (key === undefined) throw doesNotOpen(`the key file has no key ${sealingKeyId}`);
  return key;
}

function doesNotOpen(reason: string): TallyError {
  return new TallyError('internal_error', { detail: `A sealed value does not open: ${reason}.` });
}

import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';

/** RFC 7914 parameters, kept in the header of the file so that they can grow. */
export interface ScryptParameters {
  /** Logarithm to base 2 of the cost N. */
  readonly costLog2: number;
  readonly blockSize: number;
  readonly parallelism: number;
  /** 16 bytes. */
  readonly salt: Uint8Array;
}

/** What a file may ask for: below is too weak to have been written by us, above would be a way to fill our memory. */
export const scryptBounds = {
  costLog2: { minimum: 14, maximum: 18 },
  blockSize: { minimum: 8, maximum: 8 },
  parallelism: { minimum: 1, maximum: 4 },
} as const;

/** 64 MiB and a fifth of a second on a small machine. */
const presentCostLog2 = 16;
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const saltBytes = 16;

export function freshScryptParameters(costLog2 = presentCostLog2): ScryptParameters {
  return { costLog2, blockSize: 8, parallelism: 1, salt: randomBytes(saltBytes) };
}

/** The AES key of a passphrase, which is compared in Unicode’s composed form: keyboards differ in what they send. */
export function passphraseKey(passphrase: string, parameters: ScryptParameters): Promise<Buffer> {
  const cost = 2 ** parameters.costLog2;
  const options = {
    N: cost,
    r: parameters.blockSize,
    p: parameters.parallelism,
    maxmem: 256 * cost * parameters.blockSize,
  };
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFC'), parameters.salt, keyBytes, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

/** AES-256-GCM with a fresh nonce: 12-byte nonce ‖ ciphertext ‖ 16-byte tag. */
export function sealBytes(key: Uint8Array, plaintext: Uint8Array, associatedData: Uint8Array): Uint8Array {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(associatedData);
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** The plaintext, or undefined where the key is wrong or any bit has changed. */
export function openBytes(
  key: Uint8Array,
  sealed: Uint8Array,
  associatedData: Uint8Array,
): Uint8Array | undefined {
  if (sealed.length < nonceBytes + tagBytes) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  })
    .setAAD(associatedData)
    .setAuthTag(sealed.subarray(sealed.length - tagBytes));
  const plaintext = decipher.update(sealed.subarray(nonceBytes, sealed.length - tagBytes));
  try {
    return Buffer.concat([plaintext, decipher.final()]);
  } catch {
    return undefined;
  }
}

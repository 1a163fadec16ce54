import { checkKeyBytes, type OtpHash } from '../hmac/hmac.ts';

/** A key in use, of which the HMAC comes later: WebCrypto, a secure element, a server. */
export type AsyncHmac = (message: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;

/** What is needed of `crypto.subtle`; a program’s own has more. `Key` is its CryptoKey. */
export interface SubtleHmac<Key> {
  importKey(
    format: 'raw',
    keyData: Uint8Array<ArrayBuffer>,
    algorithm: { name: 'HMAC'; hash: string },
    extractable: boolean,
    usages: 'sign'[],
  ): Promise<Key>;
  sign(algorithm: 'HMAC', key: Key, data: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>;
}

/**
 * HMAC by WebCrypto under a key that can’t be read out again. Throws TypeError where the key is no bytes and RangeError
 * where it is empty.
 */
export async function hmacWithWebCrypto<Key>(
  subtle: SubtleHmac<Key>,
  hash: OtpHash,
  key: Uint8Array<ArrayBuffer>,
): Promise<AsyncHmac> {
  checkKeyBytes(key);
  // No length: the key then has all of its bytes. See hmacWithCryptoKey for where a length is needed.
  const algorithm = { name: 'HMAC', hash: hash.replace('SHA', 'SHA-') } as const;
  return hmacWithCryptoKey(subtle, await subtle.importKey('raw', key, algorithm, false, ['sign']));
}

/**
 * HMAC by WebCrypto under a key that the program keeps, say in IndexedDB: of the right hash and with the usage `sign`.
 * Where `deriveKey` makes it, ask for `{ name: 'HMAC', hash: 'SHA-256', length: 256 }`: without a length the key has the 512
 * bits of a block, and makes other passwords than the 32 bytes that everybody else derives.
 */
export function hmacWithCryptoKey<Key>(subtle: Pick<SubtleHmac<Key>, 'sign'>, key: Key): AsyncHmac {
  return async (message) => new Uint8Array(await subtle.sign('HMAC', key, message));
}

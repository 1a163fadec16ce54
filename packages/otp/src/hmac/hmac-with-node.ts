import { type Hmac, type OtpHash, checkKeyBytes } from './hmac.ts';

/** What `createHmac` of node:crypto returns. */
export interface NodeHmac {
  update(data: Uint8Array): NodeHmac;
  digest(): Uint8Array;
}

/**
 * HMAC by the `createHmac` of node:crypto, which the caller hands in. A key of `createSecretKey` is several times faster
 * than its bytes. Throws TypeError on a text, RangeError on an empty key.
 */
export function hmacWithNode<Key>(
  createHmac: (algorithm: string, key: Key) => NodeHmac,
  hash: OtpHash,
  key: Key,
): Hmac {
  if (typeof key === 'string' || ArrayBuffer.isView(key)) checkKeyBytes(key);
  return (message) => createHmac(hash, key).update(message).digest();
}

import { sha256Function } from '../hash/sha256.ts';
import { checkKeyBytes, type Hmac } from './hmac.ts';
import { hmacOf, prepareKey } from './prepared-hmac.ts';

/**
 * HMAC-SHA-256 in plain code, for devices and for speed: the key is absorbed once, here, so keep what this returns.
 * Throws TypeError where the key is no bytes and RangeError where it is empty.
 */
export function hmacWithSha256(key: Uint8Array): Hmac {
  checkKeyBytes(key);
  const prepared = prepareKey(sha256Function, key);
  return (message) => hmacOf(sha256Function, prepared, message);
}

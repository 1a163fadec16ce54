import { digestBytes } from '../hash/hash-function.ts';
import { sha256Function } from '../hash/sha256.ts';
import {
  finishState,
  hmacOf,
  type HmacKey,
  type PreparedHmac,
  prepareKey,
  preparePrefix,
} from './prepared-hmac.ts';

/** Prepares a key of any length for `hmacSha256`. */
export function hmacSha256Key(key: Uint8Array): HmacKey {
  return prepareKey(sha256Function, key);
}

/** HMAC-SHA-256, RFC 2104: 32 bytes. */
export function hmacSha256(key: HmacKey, message: Uint8Array): Uint8Array<ArrayBuffer> {
  return hmacOf(sha256Function, key, message);
}

/** Absorbs the whole blocks of a prefix once, for many messages that begin with it. */
export function hmacSha256WithPrefix(key: HmacKey, prefix: Uint8Array): PreparedHmac {
  return preparePrefix(sha256Function, key, prefix);
}

/** HMAC-SHA-256 of the prefix and up to 56 bytes behind it. Throws RangeError on a longer suffix. */
export function finishHmac(prepared: PreparedHmac, suffix: Uint8Array): Uint8Array<ArrayBuffer> {
  return digestBytes(sha256Function, finishState(sha256Function, prepared, suffix));
}

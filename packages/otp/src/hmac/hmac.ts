import type { OcraHash } from '../ocra/ocra-suite.ts';

/** The hashes that RFC 6238 and RFC 6287 allow. */
export type OtpHash = OcraHash;

/** A key in use: the HMAC (RFC 2104) of a message under one key and with one hash. Whoever has it can make passwords. */
export type Hmac = (message: Uint8Array) => Uint8Array;

/**
 * Throws TypeError where a key is no bytes, and RangeError where there are none. A base 32 text taken for bytes gives
 * wrong passwords for ever; under an empty key anybody’s passwords are right.
 */
export function checkKeyBytes(key: unknown): asserts key is Uint8Array {
  // Not instanceof: bytes of another realm (a frame, a test runner’s sandbox) are bytes too.
  if (!ArrayBuffer.isView(key) || !('BYTES_PER_ELEMENT' in key) || key.BYTES_PER_ELEMENT !== 1) {
    throw new TypeError('a key is a Uint8Array; base32Bytes and utf8Bytes make one of a text');
  }
  if (key.byteLength === 0) throw new RangeError('a key has at least one byte');
}

import { absorbBlock, blockLength, digestLength, newSha256State } from './sha256-block.ts';
import { absorbEnd, absorbWholeBlocks, digestBytes, sha256, writeDigest } from './sha256.ts';

/**
 * A key with its inner and outer pad absorbed (RFC 2104 section 4). A server that tries many passwords under one key
 * saves half of the work by it. It is as secret as the key.
 */
export interface HmacKey {
  readonly inner: Int32Array;
  readonly outer: Int32Array;
}

/** A key and the beginning of a message, of which all whole blocks are absorbed. */
export interface PreparedHmac {
  readonly key: HmacKey;
  readonly inner: Int32Array;
  readonly rest: Uint8Array;
  readonly prefixLength: number;
}

/** Prepares a key of any length for `hmacSha256`. */
export function hmacSha256Key(key: Uint8Array): HmacKey {
  const short = key.length > blockLength ? sha256(key) : key;
  return { inner: padState(short, 0x36), outer: padState(short, 0x5c) };
}

function padState(key: Uint8Array, pad: number): Int32Array {
  const block = new Uint8Array(blockLength).fill(pad);
  for (let index = 0; index < key.length; index += 1) block[index] = (key[index] ?? 0) ^ pad;
  const state = newSha256State();
  absorbBlock(state, block, 0);
  block.fill(0);
  return state;
}

/** HMAC-SHA-256, RFC 2104: 32 bytes. */
export function hmacSha256(key: HmacKey, message: Uint8Array): Uint8Array<ArrayBuffer> {
  return finishHmac(hmacSha256WithPrefix(key, message), emptySuffix);
}

const emptySuffix = new Uint8Array(0);

/** Absorbs the whole blocks of a prefix once, for many messages that begin with it. */
export function hmacSha256WithPrefix(key: HmacKey, prefix: Uint8Array): PreparedHmac {
  const inner = key.inner.slice();
  const wholeLength = absorbWholeBlocks(inner, prefix);
  return { key, inner, rest: prefix.slice(wholeLength), prefixLength: prefix.length };
}

/** HMAC-SHA-256 of the prefix and up to 56 bytes behind it. Throws RangeError on a longer suffix. */
export function finishHmac(prepared: PreparedHmac, suffix: Uint8Array): Uint8Array<ArrayBuffer> {
  return digestBytes(finishHmacState(prepared, suffix));
}

/** Any rest (63 bytes), this suffix and the nine bytes of padding fill two blocks exactly. */
const longestSuffix = 56;

// Work areas of finishHmacState. It runs to its end before anything else can run, and its caller reads the state at once.
const innerState = new Int32Array(8);
const outerState = new Int32Array(8);
const innerDigest = new Uint8Array(digestLength);

/** As `finishHmac`, without allocating: the words stand in a work area that the next call overwrites. */
export function finishHmacState(prepared: PreparedHmac, suffix: Uint8Array): Int32Array {
  if (suffix.length > longestSuffix) throw new RangeError('a suffix has at most 56 bytes');
  innerState.set(prepared.inner);
  absorbEnd(innerState, prepared.rest, suffix, blockLength + prepared.prefixLength + suffix.length);
  writeDigest(innerState, innerDigest);
  outerState.set(prepared.key.outer);
  absorbEnd(outerState, innerDigest, emptySuffix, blockLength + digestLength);
  return outerState;
}

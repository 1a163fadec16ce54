import {
  absorbDigest,
  absorbEnd,
  absorbWholeBlocks,
  digestBytes,
  digestOf,
  type HashFunction,
} from '../hash/hash-function.ts';

/**
 * A key with its inner and outer pad absorbed (RFC 2104 section 4). Whoever makes many passwords under one key saves half
 * of the work by it. It is as secret as the key.
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

/** Prepares a key of any length. */
export function prepareKey(hash: HashFunction, key: Uint8Array): HmacKey {
  const short = key.length > hash.blockLengthBytes ? digestOf(hash, key) : key;
  return { inner: padState(hash, short, 0x36), outer: padState(hash, short, 0x5c) };
}

function padState(hash: HashFunction, key: Uint8Array, pad: number): Int32Array {
  const block = new Uint8Array(hash.blockLengthBytes).fill(pad);
  for (let index = 0; index < key.length; index += 1) block[index] = (key[index] ?? 0) ^ pad;
  const state = hash.newState();
  hash.absorbBlock(state, block, 0);
  block.fill(0);
  return state;
}

/** Absorbs the whole blocks of a prefix once, for many messages that begin with it. */
export function preparePrefix(hash: HashFunction, key: HmacKey, prefix: Uint8Array): PreparedHmac {
  const inner = key.inner.slice();
  const wholeLength = absorbWholeBlocks(hash, inner, prefix);
  return { key, inner, rest: prefix.slice(wholeLength), prefixLength: prefix.length };
}

/** The HMAC of a whole message. */
export function hmacOf(hash: HashFunction, key: HmacKey, message: Uint8Array): Uint8Array<ArrayBuffer> {
  innerState.set(key.inner);
  const wholeLength = absorbWholeBlocks(hash, innerState, message);
  const rest = wholeLength === 0 ? message : message.subarray(wholeLength);
  absorbEnd(hash, innerState, rest, nothing, hash.blockLengthBytes + message.length);
  return digestBytes(hash, absorbInner(hash, key));
}

const nothing = /* @__PURE__ */ new Uint8Array(0);

/** Any rest (63 bytes), this suffix and the nine bytes of padding fill two blocks exactly. */
const longestSuffix = 56;

// Work areas as large as SHA-512 needs them. What fills them runs to its end before anything else can run, and who gets
// one of them reads it at once.
const innerState = /* @__PURE__ */ new Int32Array(16);
const outerState = /* @__PURE__ */ new Int32Array(16);

/**
 * The HMAC of the prefix and up to 56 bytes behind it, without allocating: the words of the state stand in a work area
 * that the next call overwrites. Throws RangeError on a longer suffix.
 */
export function finishState(hash: HashFunction, prepared: PreparedHmac, suffix: Uint8Array): Int32Array {
  if (suffix.length > longestSuffix) throw new RangeError('a suffix has at most 56 bytes');
  innerState.set(prepared.inner);
  const length = hash.blockLengthBytes + prepared.prefixLength + suffix.length;
  absorbEnd(hash, innerState, prepared.rest, suffix, length);
  return absorbInner(hash, prepared.key);
}

function absorbInner(hash: HashFunction, key: HmacKey): Int32Array {
  outerState.set(key.outer);
  absorbDigest(hash, outerState, innerState, hash.blockLengthBytes + hash.digestLengthBytes);
  return outerState;
}

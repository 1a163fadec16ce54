/**
 * What HMAC has to know of a hash function of FIPS 180-4. A state is its 32-bit words, high word first where the function
 * has 64-bit ones, so that a digest is the words in their order.
 */
export interface HashFunction {
  readonly blockLengthBytes: number;
  readonly digestLengthBytes: number;
  /** Bytes at the end of the padding that hold the length of the message. */
  readonly lengthFieldBytes: number;
  /** A state that has absorbed nothing. */
  readonly newState: () => Int32Array<ArrayBuffer>;
  /** Absorbs the one block that begins at `offset`. */
  readonly absorbBlock: (state: Int32Array, bytes: Uint8Array, offset: number) => void;
}

// Room for the last bytes and their padding, at most two blocks of SHA-512; used and done with inside one call.
const finalBlocks = /* @__PURE__ */ new Uint8Array(256);

/** The digest of a whole message. */
export function digestOf(hash: HashFunction, message: Uint8Array): Uint8Array<ArrayBuffer> {
  const state = hash.newState();
  const wholeLength = absorbWholeBlocks(hash, state, message);
  absorbEnd(hash, state, message.subarray(wholeLength), nothing, message.length);
  return digestBytes(hash, state);
}

const nothing = /* @__PURE__ */ new Uint8Array(0);

/** Absorbs all whole blocks of a message and returns how many bytes they were. */
export function absorbWholeBlocks(hash: HashFunction, state: Int32Array, message: Uint8Array): number {
  const wholeLength = message.length - (message.length % hash.blockLengthBytes);
  for (let offset = 0; offset < wholeLength; offset += hash.blockLengthBytes) {
    hash.absorbBlock(state, message, offset);
  }
  return wholeLength;
}

/**
 * Absorbs `head` ‖ `tail`, which leave room for the padding in two blocks, and the padding of FIPS 180-4 section 5.1.
 * `messageLength` counts all bytes of the message, those absorbed before too.
 */
export function absorbEnd(
  hash: HashFunction,
  state: Int32Array,
  head: Uint8Array,
  tail: Uint8Array,
  messageLength: number,
): void {
  for (let index = 0; index < head.length; index += 1) finalBlocks[index] = head[index] ?? 0;
  for (let index = 0; index < tail.length; index += 1) finalBlocks[head.length + index] = tail[index] ?? 0;
  absorbFinalBlocks(hash, state, head.length + tail.length, messageLength);
}

/** As `absorbEnd`, of the digest of another finished state. */
export function absorbDigest(
  hash: HashFunction,
  state: Int32Array,
  finished: Int32Array,
  messageLength: number,
): void {
  writeDigest(finished, finalBlocks, hash.digestLengthBytes);
  absorbFinalBlocks(hash, state, hash.digestLengthBytes, messageLength);
}

function absorbFinalBlocks(
  hash: HashFunction,
  state: Int32Array,
  length: number,
  messageLength: number,
): void {
  const blockLength = hash.blockLengthBytes;
  const paddedLength = length + 1 + hash.lengthFieldBytes > blockLength ? 2 * blockLength : blockLength;
  finalBlocks[length] = 0x80;
  finalBlocks.fill(0, length + 1, paddedLength - 8);
  writeBitLength(paddedLength, messageLength);
  for (let offset = 0; offset < paddedLength; offset += blockLength) {
    hash.absorbBlock(state, finalBlocks, offset);
  }
}

/** The length in bits takes the last eight bytes; a safe integer of bytes leaves room for its three extra bits. */
function writeBitLength(paddedLength: number, messageLength: number): void {
  const high = Math.floor(messageLength / 0x2000_0000);
  const low = (messageLength << 3) >>> 0;
  for (let place = 0; place < 4; place += 1) {
    finalBlocks[paddedLength - 8 + place] = high >>> (24 - 8 * place);
    finalBlocks[paddedLength - 4 + place] = low >>> (24 - 8 * place);
  }
}

/** The digest of a finished state. */
export function digestBytes(hash: HashFunction, state: Int32Array): Uint8Array<ArrayBuffer> {
  const digest = new Uint8Array(hash.digestLengthBytes);
  writeDigest(state, digest, digest.length);
  return digest;
}

function writeDigest(state: Int32Array, target: Uint8Array, lengthBytes: number): void {
  for (let word = 0; 4 * word < lengthBytes; word += 1) {
    const value = state[word] ?? 0;
    target[4 * word] = value >>> 24;
    target[4 * word + 1] = value >>> 16;
    target[4 * word + 2] = value >>> 8;
    target[4 * word + 3] = value;
  }
}

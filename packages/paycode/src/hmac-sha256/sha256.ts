import { absorbBlock, blockLength, digestLength, newSha256State } from './sha256-block.ts';

// Room for the last bytes and their padding, used and done with inside one call.
const finalBlocks = new Uint8Array(2 * blockLength);

/** SHA-256, FIPS 180-4: 32 bytes. */
export function sha256(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const state = newSha256State();
  const wholeLength = absorbWholeBlocks(state, message);
  absorbEnd(state, message.subarray(wholeLength), emptyTail, message.length);
  return digestBytes(state);
}

const emptyTail = new Uint8Array(0);

/** Absorbs all whole blocks of a message and returns how many bytes they were. */
export function absorbWholeBlocks(state: Int32Array, message: Uint8Array): number {
  const wholeLength = message.length - (message.length % blockLength);
  for (let offset = 0; offset < wholeLength; offset += blockLength) absorbBlock(state, message, offset);
  return wholeLength;
}

/**
 * Absorbs `head` ‖ `tail` (together at most 119 bytes), then the padding of FIPS 180-4 section 5.1.1.
 * `messageLength` counts all bytes of the message, those absorbed before too.
 */
export function absorbEnd(
  state: Int32Array,
  head: Uint8Array,
  tail: Uint8Array,
  messageLength: number,
): void {
  const length = head.length + tail.length;
  const paddedLength = length + 9 > blockLength ? 2 * blockLength : blockLength;
  for (let index = 0; index < head.length; index += 1) finalBlocks[index] = head[index] ?? 0;
  for (let index = 0; index < tail.length; index += 1) finalBlocks[head.length + index] = tail[index] ?? 0;
  finalBlocks[length] = 0x80;
  finalBlocks.fill(0, length + 1, paddedLength - 8);
  writeBitLength(paddedLength, messageLength);
  for (let offset = 0; offset < paddedLength; offset += blockLength) absorbBlock(state, finalBlocks, offset);
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

/** The eight words of a finished state as 32 bytes, big-endian. */
export function digestBytes(state: Int32Array): Uint8Array<ArrayBuffer> {
  const digest = new Uint8Array(digestLength);
  writeDigest(state, digest);
  return digest;
}

export function writeDigest(state: Int32Array, target: Uint8Array): void {
  for (let word = 0; word < 8; word += 1) {
    const value = state[word] ?? 0;
    target[4 * word] = value >>> 24;
    target[4 * word + 1] = value >>> 16;
    target[4 * word + 2] = value >>> 8;
    target[4 * word + 3] = value;
  }
}

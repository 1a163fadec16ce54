import { digestOf, type HashFunction } from './hash-function.ts';

// SHA-1, FIPS 180-4. HMAC with it is still sound, and HOTP and TOTP of the world’s tokens are made of it. As with
// SHA-256, the timing does not depend on the data.

/** FIPS 180-4 section 5.3.1. */
const initialState = /* @__PURE__ */ new Int32Array([
  0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0,
]);

// One work area for all calls: a call fills it and is done with it before anything else can run.
const schedule = /* @__PURE__ */ new Int32Array(80);

export const sha1Function: HashFunction = {
  blockLengthBytes: 64,
  digestLengthBytes: 20,
  lengthFieldBytes: 8,
  newState: () => initialState.slice(),
  absorbBlock,
};

/**
 * FIPS 180-4 section 6.1.2, with the functions and constants of sections 4.1.1 and 4.2.1. Four loops, each with its own
 * function: one loop that asks which function is due takes 1.4 times as long.
 */
function absorbBlock(state: Int32Array, bytes: Uint8Array, offset: number): void {
  fillSchedule(bytes, offset);
  let a = state[0] ?? 0;
  let b = state[1] ?? 0;
  let c = state[2] ?? 0;
  let d = state[3] ?? 0;
  let e = state[4] ?? 0;
  for (let round = 0; round < 20; round += 1) {
    const sum =
      (((a << 5) | (a >>> 27)) + ((b & c) ^ (~b & d)) + 0x5a827999 + e + (schedule[round] ?? 0)) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = sum;
  }
  for (let round = 20; round < 40; round += 1) {
    const sum = (((a << 5) | (a >>> 27)) + (b ^ c ^ d) + 0x6ed9eba1 + e + (schedule[round] ?? 0)) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = sum;
  }
  for (let round = 40; round < 60; round += 1) {
    const sum =
      (((a << 5) | (a >>> 27)) + ((b & c) ^ (b & d) ^ (c & d)) + 0x8f1bbcdc + e + (schedule[round] ?? 0)) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = sum;
  }
  for (let round = 60; round < 80; round += 1) {
    const sum = (((a << 5) | (a >>> 27)) + (b ^ c ^ d) + 0xca62c1d6 + e + (schedule[round] ?? 0)) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = sum;
  }
  state[0] = (state[0] ?? 0) + a;
  state[1] = (state[1] ?? 0) + b;
  state[2] = (state[2] ?? 0) + c;
  state[3] = (state[3] ?? 0) + d;
  state[4] = (state[4] ?? 0) + e;
}

function fillSchedule(bytes: Uint8Array, offset: number): void {
  for (let word = 0; word < 16; word += 1) {
    const at = offset + word * 4;
    schedule[word] =
      ((bytes[at] ?? 0) << 24) |
      ((bytes[at + 1] ?? 0) << 16) |
      ((bytes[at + 2] ?? 0) << 8) |
      (bytes[at + 3] ?? 0);
  }
  for (let word = 16; word < 80; word += 1) {
    const mix =
      (schedule[word - 3] ?? 0) ^
      (schedule[word - 8] ?? 0) ^
      (schedule[word - 14] ?? 0) ^
      (schedule[word - 16] ?? 0);
    schedule[word] = (mix << 1) | (mix >>> 31);
  }
}

/** SHA-1, FIPS 180-4: 20 bytes. For PINs of suites with PSHA1 only; it is broken wherever an attacker chooses messages. */
export function sha1(message: Uint8Array): Uint8Array<ArrayBuffer> {
  return digestOf(sha1Function, message);
}

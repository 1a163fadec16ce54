import { digestOf, type HashFunction } from './hash-function.ts';

// SHA-256, FIPS 180-4. The timing does not depend on the data: 32-bit additions, rotations and logic only, no branch on
// a value and no table looked up by a value (the constants are read in a fixed order). Only the length of a message shows.

/** FIPS 180-4 section 5.3.3: fractional parts of the square roots of the first eight primes. */
const initialState = /* @__PURE__ */ new Int32Array([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]);

/** FIPS 180-4 section 4.2.2: fractional parts of the cube roots of the first 64 primes. */
const roundConstants = /* @__PURE__ */ new Int32Array([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
]);

// One work area for all calls: a call fills it and is done with it before anything else can run.
const schedule = /* @__PURE__ */ new Int32Array(64);

export const sha256Function: HashFunction = {
  blockLengthBytes: 64,
  digestLengthBytes: 32,
  lengthFieldBytes: 8,
  newState: () => initialState.slice(),
  absorbBlock,
};

/** FIPS 180-4 section 6.2.2. */
function absorbBlock(state: Int32Array, bytes: Uint8Array, offset: number): void {
  fillSchedule(bytes, offset);
  let a = state[0] ?? 0;
  let b = state[1] ?? 0;
  let c = state[2] ?? 0;
  let d = state[3] ?? 0;
  let e = state[4] ?? 0;
  let f = state[5] ?? 0;
  let g = state[6] ?? 0;
  let h = state[7] ?? 0;
  for (let round = 0; round < 64; round += 1) {
    const sigma1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const choice = (e & f) ^ (~e & g);
    const first = (h + sigma1 + choice + (roundConstants[round] ?? 0) + (schedule[round] ?? 0)) | 0;
    const sigma0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + sigma0 + majority) | 0;
  }
  state[0] = (state[0] ?? 0) + a;
  state[1] = (state[1] ?? 0) + b;
  state[2] = (state[2] ?? 0) + c;
  state[3] = (state[3] ?? 0) + d;
  state[4] = (state[4] ?? 0) + e;
  state[5] = (state[5] ?? 0) + f;
  state[6] = (state[6] ?? 0) + g;
  state[7] = (state[7] ?? 0) + h;
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
  for (let word = 16; word < 64; word += 1) {
    const near = schedule[word - 15] ?? 0;
    const far = schedule[word - 2] ?? 0;
    const sigma0 = ((near >>> 7) | (near << 25)) ^ ((near >>> 18) | (near << 14)) ^ (near >>> 3);
    const sigma1 = ((far >>> 17) | (far << 15)) ^ ((far >>> 19) | (far << 13)) ^ (far >>> 10);
    schedule[word] = (schedule[word - 16] ?? 0) + sigma0 + (schedule[word - 7] ?? 0) + sigma1;
  }
}

/** SHA-256, FIPS 180-4: 32 bytes. */
export function sha256(message: Uint8Array): Uint8Array<ArrayBuffer> {
  return digestOf(sha256Function, message);
}

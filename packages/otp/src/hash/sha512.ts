import { digestOf, type HashFunction } from './hash-function.ts';

// SHA-512, FIPS 180-4, in halves of 32 bits, because the language has no 64-bit integers without BigInt. The high half of
// word n stands at 2n, its low half at 2n + 1. As with SHA-256, the timing does not depend on the data.

/** FIPS 180-4 section 5.3.5: fractional parts of the square roots of the first eight primes. */
const initialState = /* @__PURE__ */ new Int32Array([
  0x6a09e667, 0xf3bcc908, 0xbb67ae85, 0x84caa73b, 0x3c6ef372, 0xfe94f82b, 0xa54ff53a, 0x5f1d36f1, 0x510e527f,
  0xade682d1, 0x9b05688c, 0x2b3e6c1f, 0x1f83d9ab, 0xfb41bd6b, 0x5be0cd19, 0x137e2179,
]);

/** FIPS 180-4 section 4.2.3: fractional parts of the cube roots of the first 80 primes. */
const roundConstants = /* @__PURE__ */ new Int32Array([
  0x428a2f98, 0xd728ae22, 0x71374491, 0x23ef65cd, 0xb5c0fbcf, 0xec4d3b2f, 0xe9b5dba5, 0x8189dbbc, 0x3956c25b,
  0xf348b538, 0x59f111f1, 0xb605d019, 0x923f82a4, 0xaf194f9b, 0xab1c5ed5, 0xda6d8118, 0xd807aa98, 0xa3030242,
  0x12835b01, 0x45706fbe, 0x243185be, 0x4ee4b28c, 0x550c7dc3, 0xd5ffb4e2, 0x72be5d74, 0xf27b896f, 0x80deb1fe,
  0x3b1696b1, 0x9bdc06a7, 0x25c71235, 0xc19bf174, 0xcf692694, 0xe49b69c1, 0x9ef14ad2, 0xefbe4786, 0x384f25e3,
  0x0fc19dc6, 0x8b8cd5b5, 0x240ca1cc, 0x77ac9c65, 0x2de92c6f, 0x592b0275, 0x4a7484aa, 0x6ea6e483, 0x5cb0a9dc,
  0xbd41fbd4, 0x76f988da, 0x831153b5, 0x983e5152, 0xee66dfab, 0xa831c66d, 0x2db43210, 0xb00327c8, 0x98fb213f,
  0xbf597fc7, 0xbeef0ee4, 0xc6e00bf3, 0x3da88fc2, 0xd5a79147, 0x930aa725, 0x06ca6351, 0xe003826f, 0x14292967,
  0x0a0e6e70, 0x27b70a85, 0x46d22ffc, 0x2e1b2138, 0x5c26c926, 0x4d2c6dfc, 0x5ac42aed, 0x53380d13, 0x9d95b3df,
  0x650a7354, 0x8baf63de, 0x766a0abb, 0x3c77b2a8, 0x81c2c92e, 0x47edaee6, 0x92722c85, 0x1482353b, 0xa2bfe8a1,
  0x4cf10364, 0xa81a664b, 0xbc423001, 0xc24b8b70, 0xd0f89791, 0xc76c51a3, 0x0654be30, 0xd192e819, 0xd6ef5218,
  0xd6990624, 0x5565a910, 0xf40e3585, 0x5771202a, 0x106aa070, 0x32bbd1b8, 0x19a4c116, 0xb8d2d0c8, 0x1e376c08,
  0x5141ab53, 0x2748774c, 0xdf8eeb99, 0x34b0bcb5, 0xe19b48a8, 0x391c0cb3, 0xc5c95a63, 0x4ed8aa4a, 0xe3418acb,
  0x5b9cca4f, 0x7763e373, 0x682e6ff3, 0xd6b2b8a3, 0x748f82ee, 0x5defb2fc, 0x78a5636f, 0x43172f60, 0x84c87814,
  0xa1f0ab72, 0x8cc70208, 0x1a6439ec, 0x90befffa, 0x23631e28, 0xa4506ceb, 0xde82bde9, 0xbef9a3f7, 0xb2c67915,
  0xc67178f2, 0xe372532b, 0xca273ece, 0xea26619c, 0xd186b8c7, 0x21c0c207, 0xeada7dd6, 0xcde0eb1e, 0xf57d4f7f,
  0xee6ed178, 0x06f067aa, 0x72176fba, 0x0a637dc5, 0xa2c898a6, 0x113f9804, 0xbef90dae, 0x1b710b35, 0x131c471b,
  0x28db77f5, 0x23047d84, 0x32caab7b, 0x40c72493, 0x3c9ebe0a, 0x15c9bebc, 0x431d67c4, 0x9c100d4c, 0x4cc5d4be,
  0xcb3e42b6, 0x597f299c, 0xfc657e2a, 0x5fcb6fab, 0x3ad6faec, 0x6c44198c, 0x4a475817,
]);

// One work area for all calls: a call fills it and is done with it before anything else can run.
const schedule = /* @__PURE__ */ new Int32Array(160);

export const sha512Function: HashFunction = {
  blockLengthBytes: 128,
  digestLengthBytes: 64,
  lengthFieldBytes: 16,
  newState: () => initialState.slice(),
  absorbBlock,
};

/** FIPS 180-4 section 6.4.2. */
function absorbBlock(state: Int32Array, bytes: Uint8Array, offset: number): void {
  fillSchedule(bytes, offset);
  working.set(state);
  for (let round = 0; round < 160; round += 2) absorbRound(round);
  for (let word = 0; word < 16; word += 2) {
    const low = ((state[word + 1] ?? 0) >>> 0) + ((working[word + 1] ?? 0) >>> 0);
    state[word] = (state[word] ?? 0) + (working[word] ?? 0) + carryOf(low);
    state[word + 1] = low;
  }
}

/**
 * The variables a to h of the standard, as halves. Instead of renaming all eight in every round, the place where they
 * begin moves: what was at place 0 stands at place 2 one round later. After 80 rounds it is where it was.
 */
const working = /* @__PURE__ */ new Int32Array(16);

function absorbRound(round: number): void {
  const eHigh = half(8 - round);
  const eLow = half(9 - round);
  const choiceHigh = (eHigh & half(10 - round)) ^ (~eHigh & half(12 - round));
  const choiceLow = (eLow & half(11 - round)) ^ (~eLow & half(13 - round));
  const firstSum =
    (half(15 - round) >>> 0) +
    (bigSigma1(eLow, eHigh) >>> 0) +
    (choiceLow >>> 0) +
    ((roundConstants[round + 1] ?? 0) >>> 0) +
    ((schedule[round + 1] ?? 0) >>> 0);
  const firstLow = firstSum | 0;
  const firstHigh =
    (half(14 - round) +
      bigSigma1(eHigh, eLow) +
      choiceHigh +
      (roundConstants[round] ?? 0) +
      (schedule[round] ?? 0) +
      carryOf(firstSum)) |
    0;

  const nextESum = (half(7 - round) >>> 0) + (firstLow >>> 0);
  working[(6 - round) & 15] = half(6 - round) + firstHigh + carryOf(nextESum);
  working[(7 - round) & 15] = nextESum;

  const aHigh = half(-round);
  const aLow = half(1 - round);
  const bHigh = half(2 - round);
  const bLow = half(3 - round);
  const cHigh = half(4 - round);
  const cLow = half(5 - round);
  const majorityHigh = (aHigh & bHigh) ^ (aHigh & cHigh) ^ (bHigh & cHigh);
  const majorityLow = (aLow & bLow) ^ (aLow & cLow) ^ (bLow & cLow);
  const nextASum = (firstLow >>> 0) + (bigSigma0(aLow, aHigh) >>> 0) + (majorityLow >>> 0);
  working[(14 - round) & 15] = firstHigh + bigSigma0(aHigh, aLow) + majorityHigh + carryOf(nextASum);
  working[(15 - round) & 15] = nextASum;
}

function half(place: number): number {
  return working[place & 15] ?? 0;
}

/** What a sum of low halves, each without a sign, hands on to the high half. */
function carryOf(sum: number): number {
  return Math.floor(sum / 0x1_0000_0000);
}

function fillSchedule(bytes: Uint8Array, offset: number): void {
  for (let place = 0; place < 32; place += 1) {
    const at = offset + place * 4;
    schedule[place] =
      ((bytes[at] ?? 0) << 24) |
      ((bytes[at + 1] ?? 0) << 16) |
      ((bytes[at + 2] ?? 0) << 8) |
      (bytes[at + 3] ?? 0);
  }
  for (let place = 32; place < 160; place += 2) {
    const nearHigh = schedule[place - 30] ?? 0;
    const nearLow = schedule[place - 29] ?? 0;
    const farHigh = schedule[place - 4] ?? 0;
    const farLow = schedule[place - 3] ?? 0;
    const sigma0High = part(nearHigh, nearLow, 1) ^ part(nearHigh, nearLow, 8) ^ (nearHigh >>> 7);
    const sigma0Low = part(nearLow, nearHigh, 1) ^ part(nearLow, nearHigh, 8) ^ part(nearLow, nearHigh, 7);
    const sigma1High = part(farHigh, farLow, 19) ^ part(farLow, farHigh, 29) ^ (farHigh >>> 6);
    const sigma1Low = part(farLow, farHigh, 19) ^ part(farHigh, farLow, 29) ^ part(farLow, farHigh, 6);
    const sum =
      ((schedule[place - 31] ?? 0) >>> 0) +
      (sigma0Low >>> 0) +
      ((schedule[place - 13] ?? 0) >>> 0) +
      (sigma1Low >>> 0);
    schedule[place] =
      (schedule[place - 32] ?? 0) + sigma0High + (schedule[place - 14] ?? 0) + sigma1High + carryOf(sum);
    schedule[place + 1] = sum;
  }
}

/** One half of a 64-bit word rotated to the right by fewer than 32 bits; by more, the halves change their places. */
function part(own: number, other: number, count: number): number {
  return (own >>> count) | (other << (32 - count));
}

/** Rotations by 28, 34 and 39. */
function bigSigma0(own: number, other: number): number {
  return part(own, other, 28) ^ part(other, own, 2) ^ part(other, own, 7);
}

/** Rotations by 14, 18 and 41. */
function bigSigma1(own: number, other: number): number {
  return part(own, other, 14) ^ part(own, other, 18) ^ part(other, own, 9);
}

/** SHA-512, FIPS 180-4: 64 bytes. */
export function sha512(message: Uint8Array): Uint8Array<ArrayBuffer> {
  return digestOf(sha512Function, message);
}

import { createCipheriv } from 'node:crypto';

import { bigEndian, join, ofHex, zeros } from './octets.ts';

/** FF1 of NIST SP 800-38G, algorithms 7 and 8, for decimal digits, in whole numbers of any size. */

const bytesOf = (value: bigint, length: number): Buffer =>
  ofHex(value.toString(16).padStart(2 * length, '0'));

/** Algorithm 6 is CBC with a zero vector of which the last block counts. */
const pseudoRandom = (key: Buffer, blocks: Buffer): Buffer => {
  const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, zeros(16)).setAutoPadding(false);
  return join(cipher.update(blocks), cipher.final()).subarray(-16);
};

type RoundFunction = (round: number, half: string) => bigint;

const roundFunction = (key: Buffer, tweak: Buffer, length: number): RoundFunction => {
  const left = Math.floor(length / 2);
  const numeralBytes = Math.ceil(Math.ceil((length - left) * Math.log2(10)) / 8);
  const outputBytes = 4 * Math.ceil(numeralBytes / 4) + 4;
  const first = join(ofHex('010201'), bytesOf(10n, 3), ofHex('0a'), bytesOf(BigInt(left % 256), 1));
  const header = join(first, bytesOf(BigInt(length), 4), bytesOf(BigInt(tweak.length), 4));
  const gap = zeros((((-tweak.length - numeralBytes - 1) % 16) + 16) % 16);
  return (round, half) => {
    const block = join(header, tweak, gap, bytesOf(BigInt(round), 1), bytesOf(BigInt(half), numeralBytes));
    const seed = pseudoRandom(key, block);
    const more = Array.from({ length: Math.ceil(outputBytes / 16) - 1 }, (_, index) => {
      const counter = bytesOf(BigInt(index + 1), 16);
      return pseudoRandom(key, Buffer.from(seed.map((byte, at) => byte ^ (counter[at] ?? 0))));
    });
    return bigEndian(join(seed, ...more).subarray(0, outputBytes));
  };
};

const rounds = Array.from({ length: 10 }, (_, round) => round);

const modulo = (value: bigint, modulus: bigint): bigint => ((value % modulus) + modulus) % modulus;

const mixed = (half: string, change: bigint): string =>
  modulo(BigInt(half) + change, 10n ** BigInt(half.length))
    .toString()
    .padStart(half.length, '0');

export const ff1Encrypt = (key: Buffer, tweak: Buffer, digits: string): string => {
  const f = roundFunction(key, tweak, digits.length);
  const halves = [digits.slice(0, digits.length / 2), digits.slice(digits.length / 2)] as const;
  return rounds
    .reduce(
      ([a, b], round): readonly [string, string] => [b, mixed(a, f(round, b))],
      halves as readonly [string, string],
    )
    .join('');
};

export const ff1Decrypt = (key: Buffer, tweak: Buffer, digits: string): string => {
  const f = roundFunction(key, tweak, digits.length);
  const halves = [digits.slice(0, digits.length / 2), digits.slice(digits.length / 2)] as const;
  return rounds
    .toReversed()
    .reduce(
      ([a, b], round): readonly [string, string] => [mixed(b, -f(round, a)), a],
      halves as readonly [string, string],
    )
    .join('');
};

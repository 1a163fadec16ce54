import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Bytes as this implementation has them: Buffers, written and read in hexadecimal, base64url and as big integers. */

export const join = (...parts: readonly (string | Uint8Array)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : part)));

export const ofHex = (hex: string): Buffer => Buffer.from(hex, 'hex');

export const u64 = (value: bigint): Buffer => {
  if (value < 0n || value >= 1n << 64n) throw new RangeError('a u64 is below 2^64');
  return ofHex(value.toString(16).padStart(16, '0'));
};

export const bigEndian = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);

export const zeros = (count: number): Buffer => Buffer.alloc(count);

const padding = (bytes: Uint8Array, length: number): Buffer => {
  if (bytes.length > length) throw new RangeError(`more than ${length} bytes`);
  return zeros(length - bytes.length);
};

export const padRight = (bytes: Uint8Array, length: number): Buffer => join(bytes, padding(bytes, length));

export const padLeft = (bytes: Uint8Array, length: number): Buffer => join(padding(bytes, length), bytes);

export type HashName = 'sha1' | 'sha256' | 'sha512';

export const hash = (name: HashName, ...parts: readonly (string | Uint8Array)[]): Buffer =>
  createHash(name)
    .update(join(...parts))
    .digest();

export const hmac = (name: HashName, key: Uint8Array, ...parts: readonly (string | Uint8Array)[]): Buffer =>
  createHmac(name, key)
    .update(join(...parts))
    .digest();

export const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** Undefined for padding, foreign characters and left-over bits: what reads back as the same text is the only spelling. */
export const ofBase64url = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, 'base64url');
  return base64url(bytes) === text ? bytes : undefined;
};

export const same = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && timingSafeEqual(one, other);

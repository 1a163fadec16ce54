const u64Length = 8;

/** A whole number from 0 to 2^64 − 1: a safe integer, or decimal digits where the number may be larger. */
export type U64 = number | string;

/** Eight bytes, big-endian. Throws RangeError outside 0 … 2^64 − 1. */
export function u64Bytes(value: U64): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(u64Length);
  if (typeof value === 'string') writeDecimalU64(value, bytes);
  else writeU64(value, bytes);
  return bytes;
}

/** Writes a number into eight bytes without allocating. Throws RangeError where it is no safe integer or negative. */
export function writeU64(value: number, target: Uint8Array): void {
  // Above 2^53 a number may already stand for its neighbour; such values have to come as text.
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError('a number must be a safe integer from 0; larger ones come as decimal text');
  }
  const high = Math.floor(value / 0x1_0000_0000);
  for (let place = 0; place < 4; place += 1) {
    target[place] = high >>> (24 - 8 * place);
    target[4 + place] = value >>> (24 - 8 * place);
  }
}

/** The number in eight bytes: a safe integer where it is one, decimal digits above. */
export function u64OfBytes(bytes: Uint8Array): U64 {
  let number = 0;
  for (let place = 0; place < u64Length; place += 1) number = number * 0x100 + (bytes[place] ?? 0);
  return Number.isSafeInteger(number) ? number : decimalOfBytes(bytes);
}

/** Long division by ten, digit after digit. */
function decimalOfBytes(bytes: Uint8Array): string {
  const rest = bytes.slice(0, u64Length);
  let digits = '';
  while (rest.some((byte) => byte !== 0)) {
    let remainder = 0;
    for (let place = 0; place < u64Length; place += 1) {
      const dividend = remainder * 0x100 + (rest[place] ?? 0);
      rest[place] = Math.floor(dividend / 10);
      remainder = dividend % 10;
    }
    digits = String(remainder) + digits;
  }
  return digits;
}

/** Eight bytes with the number one higher; undefined behind 2^64 − 1. */
export function nextU64Bytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const next = bytes.slice();
  for (let place = u64Length - 1; place >= 0; place -= 1) {
    next[place] = (next[place] ?? 0) + 1;
    if (next[place] !== 0) return next;
  }
  return undefined;
}

/** True where the number of the first eight bytes is the higher one. */
export function isU64Above(bytes: Uint8Array, other: Uint8Array): boolean {
  for (let place = 0; place < u64Length; place += 1) {
    const difference = (bytes[place] ?? 0) - (other[place] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

/** Long multiplication instead of BigInt, which old devices do not have. */
function writeDecimalU64(digits: string, target: Uint8Array): void {
  if (!/^[0-9]{1,20}$/.test(digits)) throw new RangeError('a u64 is 1 to 20 decimal digits');
  for (let index = 0; index < digits.length; index += 1) {
    let carry = digits.charCodeAt(index) - 0x30;
    for (let place = u64Length - 1; place >= 0; place -= 1) {
      const sum = (target[place] ?? 0) * 10 + carry;
      target[place] = sum & 0xff;
      carry = sum >>> 8;
    }
    if (carry !== 0) throw new RangeError('a u64 is at most 18446744073709551615');
  }
}

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

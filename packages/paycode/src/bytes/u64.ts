const u64Length = 8;

/** A whole number from 0 to 2^64 − 1: a safe integer, or decimal digits where the number may be larger. */
export type U64 = number | string;

/** The digits of a moving factor. Throws RangeError where it is no whole number, or a number above 2^53 − 1. */
function decimalDigits(value: U64): string {
  if (typeof value === 'string') return value;
  // Above 2^53 a number may already stand for its neighbour; such values have to come as text.
  if (!Number.isSafeInteger(value)) throw new RangeError('a number must be a safe integer; use decimal text');
  return String(value);
}

/**
 * Eight bytes, big-endian. Throws RangeError outside 0 … 2^64 − 1.
 * Long multiplication instead of BigInt, which old devices do not have.
 */
export function u64Bytes(value: U64): Uint8Array<ArrayBuffer> {
  const digits = decimalDigits(value);
  if (!/^[0-9]{1,20}$/.test(digits)) throw new RangeError('a u64 is 1 to 20 decimal digits');
  const bytes = new Uint8Array(u64Length);
  for (let index = 0; index < digits.length; index += 1) {
    let carry = digits.charCodeAt(index) - 0x30;
    for (let place = u64Length - 1; place >= 0; place -= 1) {
      const sum = (bytes[place] ?? 0) * 10 + carry;
      bytes[place] = sum & 0xff;
      carry = sum >>> 8;
    }
    if (carry !== 0) throw new RangeError('a u64 is at most 18446744073709551615');
  }
  return bytes;
}

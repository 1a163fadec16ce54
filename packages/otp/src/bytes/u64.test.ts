import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { u64Bytes } from './u64.ts';

function expectedBytes(value: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value);
  return bytes;
}

test('every decimal text up to 2^64 − 1 becomes its eight bytes, also with leading zeros', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (value) => {
      assert.deepEqual(u64Bytes(value.toString()), expectedBytes(value));
      assert.deepEqual(u64Bytes(value.toString().padStart(20, '0')), expectedBytes(value));
    }),
  );
});

test('every safe integer becomes its eight bytes', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (value) => {
      assert.deepEqual(u64Bytes(value), expectedBytes(BigInt(value)));
    }),
  );
  for (const value of [0, 255, 256, 2 ** 31, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER]) {
    assert.deepEqual(u64Bytes(value), expectedBytes(BigInt(value)));
  }
});

test('what is no u64 is refused: too large, negative, fractional, not digits', () => {
  const texts = [
    '18446744073709551616',
    '99999999999999999999',
    '-1',
    '1.5',
    '',
    ' 1',
    '0x10',
    '0'.repeat(21),
  ];
  for (const value of [...texts, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
    assert.throws(() => u64Bytes(value), RangeError, String(value));
  }
});

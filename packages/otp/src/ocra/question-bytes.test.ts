import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { questionBytes } from './question-bytes.ts';

const numeric = { questionFormat: 'N', questionLength: 8 } as const;
const longNumeric = { questionFormat: 'N', questionLength: 64 } as const;
const hexadecimal = { questionFormat: 'H', questionLength: 64 } as const;
const alphanumeric = { questionFormat: 'A', questionLength: 8 } as const;

/** What RFC 6287 asks for, by BigInt. */
function expectedField(decimal: string): string {
  return BigInt(decimal).toString(16).padEnd(256, '0');
}

test('a numeric question is the hexadecimal digits of the number from the left, for up to 128 digits', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9]{1,128}$/), (decimal) => {
      const field = questionBytes(longNumeric, decimal);
      assert.equal(field.length, 128);
      assert.equal(Buffer.from(field).toString('hex'), expectedField(decimal));
    }),
  );
});

test('RFC 6287 makes 1, 16 and 256 one question', () => {
  assert.deepEqual(questionBytes(numeric, '00000001'), questionBytes(numeric, '00000016'));
  assert.deepEqual(questionBytes(numeric, '00000016'), questionBytes(numeric, '00000256'));
});

test('hexadecimal and alphanumeric questions are padded with zeros on the right', () => {
  assert.equal(Buffer.from(questionBytes(hexadecimal, 'Abc')).toString('hex'), 'abc'.padEnd(256, '0'));
  assert.equal(
    Buffer.from(questionBytes(alphanumeric, 'SIG10000')).toString('latin1').slice(0, 9),
    'SIG10000\0',
  );
});

test('a question of another format or length is refused', () => {
  assert.throws(() => questionBytes(numeric, ''), RangeError);
  assert.throws(() => questionBytes(numeric, '1'.repeat(17)), RangeError);
  assert.throws(() => questionBytes(numeric, '12a'), RangeError);
  assert.throws(() => questionBytes(numeric, '-1'), RangeError);
  assert.throws(() => questionBytes(hexadecimal, 'xy'), RangeError);
  assert.throws(() => questionBytes(alphanumeric, 'a b'), RangeError);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { base32Bytes, base32Text } from './base32.ts';

test('the vectors of RFC 4648, section 10, without and with padding', () => {
  const vectors = [
    ['', ''],
    ['f', 'MY======'],
    ['fo', 'MZXQ===='],
    ['foo', 'MZXW6==='],
    ['foob', 'MZXW6YQ='],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI======'],
  ] as const;
  for (const [text, padded] of vectors) {
    const bytes = Uint8Array.from(Buffer.from(text));
    assert.equal(base32Text(bytes), padded.replaceAll('=', ''));
    assert.deepEqual(base32Bytes(padded), bytes);
  }
});

test('any bytes are the text that BigInt makes of them, and read back as people copy it', () => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      const text = base32Text(bytes);
      const length = Math.ceil((bytes.length * 8) / 5);
      let number =
        BigInt(`0x0${Buffer.from(bytes).toString('hex')}`) << BigInt(length * 5 - bytes.length * 8);
      let expected = '';
      for (let place = 0; place < length; place += 1) {
        expected = alphabet.charAt(Number(number % 32n)) + expected;
        number /= 32n;
      }
      assert.equal(text, expected);
      const copied = text.toLowerCase().replace(/(.{4})/g, '$1 ');
      assert.deepEqual(base32Bytes(` ${copied}\n`), Uint8Array.from(bytes));
      assert.deepEqual(base32Bytes(text.replace(/(.{4})/g, '$1-')), Uint8Array.from(bytes));
    }),
  );
});

test('bits left over are dropped, whatever they are', () => {
  assert.deepEqual(base32Bytes('MZ'), base32Bytes('MY'));
});

test('other characters and lengths in which no byte ends are refused', () => {
  for (const text of ['M0======', 'M1', 'M8', 'MZXW6YT!', 'Mı', 'A', 'ABC', 'ABCDEF', 'MY=A']) {
    assert.equal(base32Bytes(text), undefined, text);
  }
});

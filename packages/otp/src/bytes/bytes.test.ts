import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { asciiBytes, asciiText } from './ascii.ts';
import { concatBytes } from './concat-bytes.ts';
import { hexText, writeHexDigits } from './hex.ts';
import { utf8Bytes, utf8Text } from './utf8.ts';

const anyBytes = fc.uint8Array({ maxLength: 80 });

test('hexadecimal text is that of the platform', () => {
  fc.assert(fc.property(anyBytes, (bytes) => hexText(bytes) === Buffer.from(bytes).toString('hex')));
});

test('hexadecimal digits are written from the left in either case, and an odd last one is padded on the right', () => {
  const target = new Uint8Array(4);
  writeHexDigits('aBc', target);
  assert.deepEqual([...target], [0xab, 0xc0, 0, 0]);
  assert.throws(() => writeHexDigits('0g', new Uint8Array(1)), RangeError);
  assert.throws(() => writeHexDigits('0:', new Uint8Array(1)), RangeError);
});

test('UTF-8 is that of the platform, and reads back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const bytes = utf8Bytes(text);
      assert.deepEqual(bytes, Uint8Array.from(new TextEncoder().encode(text)));
      assert.equal(utf8Text(bytes), text);
    }),
  );
});

test('bytes that are no UTF-8 are no text: over-long forms, surrogates, cut sequences', () => {
  for (const bytes of [[0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe2, 0x82], [0xff], [0xf4, 0x90, 0x80, 0x80]]) {
    assert.equal(utf8Text(Uint8Array.from(bytes)), undefined);
  }
  assert.throws(() => utf8Bytes('\ud800'), RangeError);
});

test('ASCII texts become bytes and come back; others are refused', () => {
  assert.deepEqual([...asciiBytes('Az\n')], [0x41, 0x7a, 0x0a]);
  assert.equal(asciiText(Uint8Array.of(0x41, 0x0a)), 'A\n');
  assert.equal(asciiText(Uint8Array.of(0x80)), undefined);
  assert.throws(() => asciiBytes('é'), RangeError);
});

test('parts are joined in their order', () => {
  assert.deepEqual([...concatBytes(Uint8Array.of(1), Uint8Array.of(), Uint8Array.of(2, 3))], [1, 2, 3]);
});

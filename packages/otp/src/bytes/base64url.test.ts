import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { base64UrlBytes, base64UrlText } from './base64url.ts';

/** RFC 4648, section 10, with the padding left out. */
const published: readonly (readonly [string, string])[] = [
  ['', ''],
  ['f', 'Zg'],
  ['fo', 'Zm8'],
  ['foo', 'Zm9v'],
  ['foob', 'Zm9vYg'],
  ['fooba', 'Zm9vYmE'],
  ['foobar', 'Zm9vYmFy'],
];

test('the test vectors of RFC 4648 are written and read', () => {
  for (const [plain, encoded] of published) {
    const bytes = new TextEncoder().encode(plain);
    assert.equal(base64UrlText(bytes), encoded);
    assert.deepEqual(base64UrlBytes(encoded), bytes);
  }
});

test('any bytes come back, and are written as Node writes them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const text = base64UrlText(bytes);
      assert.equal(text, Buffer.from(bytes).toString('base64url'));
      assert.deepEqual(base64UrlBytes(text), new Uint8Array(bytes));
    }),
  );
});

test('the two characters that differ from plain base64 are used', () => {
  assert.equal(base64UrlText(Uint8Array.of(0xfb, 0xff)), '-_8');
});

test('padding, plain base64, white space and impossible lengths are refused', () => {
  for (const text of ['Zg==', 'Zg=', '+/8', 'Zm 9', 'Zm9v\n', 'Zm9vY', 'é', 'Zm9v.']) {
    assert.equal(base64UrlBytes(text), undefined, JSON.stringify(text));
  }
});

test('every value has one spelling: stray bits in the last character are refused', () => {
  assert.deepEqual(base64UrlBytes('Zg'), Uint8Array.of(0x66));
  for (const text of ['Zh', 'Zv', 'Zm9', 'Zm-']) assert.equal(base64UrlBytes(text), undefined, text);
});

test('whatever is read would be written the same', () => {
  const alphabet = [...'ABCZabcz019-_=+/ '];
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 12 }), (text) => {
      const bytes = base64UrlBytes(text);
      if (bytes !== undefined) assert.equal(base64UrlText(bytes), text);
    }),
  );
});

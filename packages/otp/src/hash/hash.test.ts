import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { sha1 } from './sha1.ts';
import { sha256 } from './sha256.ts';
import { sha512 } from './sha512.ts';

const functions = [
  { name: 'sha1', digestOf: sha1 },
  { name: 'sha256', digestOf: sha256 },
  { name: 'sha512', digestOf: sha512 },
];

for (const { name, digestOf } of functions) {
  test(`${name} is the platform’s at every length around the edges of its blocks`, () => {
    for (let length = 0; length <= 400; length += 1) {
      const message = Uint8Array.from({ length }, (_, index) => index * 7 + length);
      assert.deepEqual(Buffer.from(digestOf(message)), createHash(name).update(message).digest());
    }
  });

  test(`${name} is the platform’s for any bytes, carries and all`, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (message) => {
        assert.deepEqual(Buffer.from(digestOf(message)), createHash(name).update(message).digest());
      }),
      { numRuns: 500 },
    );
  });
}

test('the examples of FIPS 180-4: “abc”, and a million times “a”', () => {
  const abc = Uint8Array.of(0x61, 0x62, 0x63);
  assert.equal(Buffer.from(sha1(abc)).toString('hex'), 'a9993e364706816aba3e25717850c26c9cd0d89d');
  assert.match(Buffer.from(sha256(abc)).toString('hex'), /^ba7816bf8f01cfea.*f20015ad$/);
  assert.match(Buffer.from(sha512(abc)).toString('hex'), /^ddaf35a193617aba.*a54ca49f$/);
  const million = new Uint8Array(1_000_000).fill(0x61);
  assert.equal(Buffer.from(sha1(million)).toString('hex'), '34aa973cd4c4daa4f61eeb2bdbad27316534016f');
});

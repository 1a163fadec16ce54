import assert from 'node:assert/strict';
import { createSecretKey } from 'node:crypto';
import { test } from 'node:test';
import { FF1 } from '@noble/ciphers/ff1.js';
import fc from 'fast-check';
import { ff1Decrypt, ff1DecryptMany, ff1Encrypt, ff1EncryptMany, ff1Key } from './ff1.ts';
import published from './vectors/ff1.json' with { type: 'json' };

const tenDigits = fc
  .integer({ min: 0, max: 9_999_999_999 })
  .map((number) => number.toString().padStart(10, '0'));
const aes256Key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const tweak = fc.uint8Array({ maxLength: 12 });

function keyOf(bytes: Uint8Array) {
  return ff1Key(createSecretKey(bytes));
}

for (const { keyHex, tweakHex, plain, cipher } of published.vectors) {
  const bits = keyHex.length * 4;
  test(`FF1 gives the NIST sample for AES-${bits} and tweak "${tweakHex}", both ways`, () => {
    const key = keyOf(Buffer.from(keyHex, 'hex'));
    const tweakBytes = Buffer.from(tweakHex, 'hex');
    assert.equal(ff1Encrypt(key, tweakBytes, plain), cipher);
    assert.equal(ff1Decrypt(key, tweakBytes, cipher), plain);
  });
}

test('FF1 agrees with @noble/ciphers on any key, tweak and digits', () => {
  fc.assert(
    fc.property(aes256Key, tweak, tenDigits, (keyBytes, tweakBytes, digits) => {
      const theirs = FF1(10, keyBytes, tweakBytes).encrypt(Array.from(digits, Number)).join('');
      assert.equal(ff1Encrypt(keyOf(keyBytes), tweakBytes, digits), theirs);
    }),
  );
});

test('A batch gives each item what it gets alone, and decryption undoes it', () => {
  const items = fc
    .integer({ min: 0, max: 12 })
    .chain((length) =>
      fc.array(
        fc.record({ tweak: fc.uint8Array({ minLength: length, maxLength: length }), digits: tenDigits }),
        { maxLength: 30 },
      ),
    );
  fc.assert(
    fc.property(aes256Key, items, (keyBytes, batch) => {
      const key = keyOf(keyBytes);
      const encrypted = ff1EncryptMany(key, batch);
      assert.deepEqual(
        encrypted,
        batch.map((item) => ff1Encrypt(key, item.tweak, item.digits)),
      );
      const back = ff1DecryptMany(
        key,
        batch.map((item, index) => ({ ...item, digits: encrypted[index]! })),
      );
      assert.deepEqual(
        back,
        batch.map((item) => item.digits),
      );
    }),
  );
});

test('What is not ten digits under tweaks of one length up to 12 bytes is refused', () => {
  const key = keyOf(new Uint8Array(32));
  const digits = '0123456789';
  for (const wrong of ['', '123456789', '01234567890', '012345678a', '０１２３４５６７８９']) {
    assert.throws(() => ff1Encrypt(key, new Uint8Array(8), wrong), RangeError);
    assert.throws(() => ff1Decrypt(key, new Uint8Array(8), wrong), RangeError);
  }
  assert.throws(() => ff1Encrypt(key, new Uint8Array(13), digits), RangeError);
  const unequal = [new Uint8Array(8), new Uint8Array(7)].map((bytes) => ({ tweak: bytes, digits }));
  assert.throws(() => ff1EncryptMany(key, unequal), RangeError);
});

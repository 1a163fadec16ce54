import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { newKeyFileText, parseKeyRing } from './key-ring.ts';
import { open, seal, sealingContext } from './sealed-box.ts';

const keyRing = parseKeyRing(newKeyFileText(), 'memory');
const context = sealingContext('credential-leaves', '0123456789');
const plaintext = Buffer.from('what nobody may read');
const doesNotOpen = { code: 'internal_error' };

test('What was sealed opens again, for any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const { sealingKeyId, sealed } = seal(keyRing, bytes, context);
      assert.equal(sealed.length, 12 + bytes.length + 16);
      assert.deepEqual(new Uint8Array(open(keyRing, sealingKeyId, sealed, context)), bytes);
    }),
  );
});

test('Sealing the same twice gives different boxes', () => {
  assert.notDeepEqual(seal(keyRing, plaintext, context).sealed, seal(keyRing, plaintext, context).sealed);
});

test('A box with any one bit changed, or cut anywhere, does not open', () => {
  const { sealingKeyId, sealed } = seal(keyRing, plaintext, context);
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const altered = Uint8Array.from(sealed);
    altered[bit >> 3]! ^= 1 << (bit & 7);
    assert.throws(() => open(keyRing, sealingKeyId, altered, context), doesNotOpen);
  }
  for (let length = 0; length < sealed.length; length++) {
    assert.throws(() => open(keyRing, sealingKeyId, sealed.subarray(0, length), context), doesNotOpen);
  }
});

test('A box moved to another row or put to another purpose does not open', () => {
  const { sealingKeyId, sealed } = seal(keyRing, plaintext, context);
  const others = [
    sealingContext('credential-leaves', '0123456780'),
    sealingContext('alias-key', '0123456789'),
  ];
  for (const other of others) assert.throws(() => open(keyRing, sealingKeyId, sealed, other), doesNotOpen);
});

test('A box does not open with another ring, nor with a key id that the ring lacks', () => {
  const { sealingKeyId, sealed } = seal(keyRing, plaintext, context);
  const stranger = parseKeyRing(newKeyFileText(), 'memory');
  const sameId = {
    ...stranger,
    sealingKeys: new Map([[sealingKeyId, [...stranger.sealingKeys.values()][0]!]]),
  };
  assert.throws(() => open(sameId, sealingKeyId, sealed, context), doesNotOpen);
  assert.throws(() => open(stranger, sealingKeyId, sealed, context), doesNotOpen);
});

test('An old key of the ring still opens after the present one has changed', () => {
  const { sealingKeyId, sealed } = seal(keyRing, plaintext, context);
  const next = parseKeyRing(newKeyFileText(), 'memory');
  const rotated = { ...next, sealingKeys: new Map([...next.sealingKeys, ...keyRing.sealingKeys]) };
  assert.deepEqual(open(rotated, sealingKeyId, sealed, context), plaintext);
  assert.equal(seal(rotated, plaintext, context).sealingKeyId, next.presentSealingKeyId);
});

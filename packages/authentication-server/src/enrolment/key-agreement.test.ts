import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agreeOnSecret, assertPublicKey, newKeyPair } from './key-agreement.ts';
import published from './vectors/ecdh-secp256r1.json' with { type: 'json' };

const notAPoint = { code: 'malformed_request', field: 'terminalKey' };

test('Both sides agree on the published secrets; points that are invalid or not uncompressed are refused', () => {
  for (const { tcId, publicHex, privateHex, sharedHex, result } of published.vectors) {
    const agree = () => agreeOnSecret(Buffer.from(privateHex, 'hex'), Buffer.from(publicHex, 'hex'));
    if (result === 'valid') assert.equal(Buffer.from(agree()).toString('hex'), sharedHex, `tcId ${tcId}`);
    // The one `acceptable` vector is a compressed point.
    else assert.throws(agree, notAPoint, `tcId ${tcId}`);
  }
});

test('The published vectors hold secrets with leading zeros, points off the curve and compressed ones', () => {
  const { vectors } = published;
  assert.ok(vectors.some(({ sharedHex, result }) => result === 'valid' && sharedHex.startsWith('00000000')));
  assert.ok(vectors.some(({ publicHex, result }) => result === 'invalid' && publicHex.length === 130));
  assert.ok(vectors.some(({ result }) => result === 'acceptable'));
});

test('A point is refused in every other spelling than the uncompressed one', () => {
  const { publicKey } = newKeyPair();
  assertPublicKey(publicKey);
  const isOdd = publicKey[64]! & 1;
  const compressed = Buffer.concat([Buffer.of(2 + isOdd), publicKey.subarray(1, 33)]);
  const hybrid = Buffer.concat([Buffer.of(6 + isOdd), publicKey.subarray(1)]);
  for (const spelling of [
    compressed,
    hybrid,
    Buffer.of(0),
    Buffer.alloc(65),
    Buffer.concat([publicKey, Buffer.of(0)]),
  ]) {
    assert.throws(() => assertPublicKey(spelling), notAPoint);
  }
});

test('Every key pair is another one, its private key has 32 bytes, and two pairs agree', () => {
  for (let round = 0; round < 300; round++) {
    const [one, other] = [newKeyPair(), newKeyPair()];
    assert.equal(one.privateKey.length, 32);
    assert.notDeepEqual(one.publicKey, other.publicKey);
    assert.deepEqual(
      agreeOnSecret(one.privateKey, other.publicKey),
      agreeOnSecret(other.privateKey, one.publicKey),
    );
  }
});

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { makeCodes, passwordsByNodeCrypto, passwordsByPaycode } from './make-codes.ts';

test('both sides of the comparison make the same passwords', () => {
  const key = randomBytes(32);
  const [ours, peer] = [passwordsByPaycode(key), passwordsByNodeCrypto(key)];
  for (let step = 180_000_000; step < 180_000_100; step += 1) assert.equal(ours(step), peer(step));
});

test('codes are counted while time lasts', () => {
  const { served, elapsedMs } = makeCodes(passwordsByPaycode, 1);
  assert.ok(served >= 1000 && served % 1000 === 0);
  assert.ok(elapsedMs >= 1);
});

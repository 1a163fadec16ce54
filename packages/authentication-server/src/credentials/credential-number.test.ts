import assert from 'node:assert/strict';
import { test } from 'node:test';
import { credentialDigits, randomCredentialNumber, shardOfCredential } from './credential-number.ts';

test('A random credential number has ten digits at most and the shard of its account', () => {
  for (let shard = 0; shard < 64; shard++) {
    const number = randomCredentialNumber(shard);
    assert.equal(shardOfCredential(number), shard);
    assert.match(credentialDigits(number), /^[0-9]{10}$/);
  }
});

test('Credential numbers are not handed out in an order', () => {
  const numbers = Array.from({ length: 100 }, () => randomCredentialNumber(0));
  assert.equal(new Set(numbers).size, 100);
  assert.notDeepEqual(
    numbers,
    numbers.toSorted((one, other) => (one < other ? -1 : 1)),
  );
});

import assert from 'node:assert/strict';
import { createHmac, createSecretKey } from 'node:crypto';
import { test } from 'node:test';
import { isSameRequest, requestHash, requestHashKeyOf } from './request-hash.ts';

const secret = createSecretKey(new Uint8Array(32).fill(1));
const key = requestHashKeyOf(secret);
const fields = {
  alias: '1234567890',
  intent: 0,
  password: '12345678',
  tillNumber: 7,
  amount: { minorUnits: 450n, currency: 'EUR' },
  order: null,
  duplicateOf: null,
};

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

test('it is the HMAC-SHA-256 of its fields, one a line', () => {
  const text = '1234567890\n0\n12345678\n7\n450\nEUR\npay\n\n\n\n';
  const expected = createHmac('sha256', secret).update(text).digest('hex');
  assert.equal(hexOf(requestHash(key, fields)), expected);
});

test('the same request has the same hash', () => {
  assert.ok(isSameRequest(requestHash(key, fields), requestHash(key, { ...fields })));
});

test('every field that could change what is paid changes the hash', () => {
  const changes = [
    { alias: '1234567891' },
    { intent: 1 },
    { password: '12345679' },
    { tillNumber: 8 },
    { amount: { minorUnits: 451n, currency: 'EUR' } },
    { amount: { minorUnits: 450n, currency: 'USD' } },
    { duplicateOf: 'P1' },
    { order: { reference: 'A', totalMinorUnits: null } },
    { order: { reference: 'B', totalMinorUnits: null } },
    { order: { reference: 'A', totalMinorUnits: 450n } },
    { order: { reference: 'A', totalMinorUnits: 451n } },
  ];
  const hashes = changes.map((change) => hexOf(requestHash(key, { ...fields, ...change })));
  assert.equal(new Set([...hashes, hexOf(requestHash(key, fields))]).size, changes.length + 1);
});

test('without the server’s key the hash can’t be searched for', () => {
  const otherKey = requestHashKeyOf(createSecretKey(new Uint8Array(32).fill(2)));
  assert.ok(!isSameRequest(requestHash(otherKey, fields), requestHash(key, fields)));
});

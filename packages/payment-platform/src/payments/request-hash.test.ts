import assert from 'node:assert/strict';
import { createSecretKey } from 'node:crypto';
import { test } from 'node:test';
import { isSameRequest, requestHash } from './request-hash.ts';

const key = createSecretKey(new Uint8Array(32).fill(1));
const fields = {
  alias: '1234567890',
  intent: 0,
  password: '12345678',
  tillNumber: 7,
  amount: { minorUnits: 450n, currency: 'EUR' },
  order: null,
  duplicateOf: null,
};

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
  const hashes = changes.map((change) => requestHash(key, { ...fields, ...change }).toString('hex'));
  assert.equal(new Set([...hashes, requestHash(key, fields).toString('hex')]).size, changes.length + 1);
});

test('without the server’s key the hash can’t be searched for', () => {
  const otherKey = createSecretKey(new Uint8Array(32).fill(2));
  assert.ok(!isSameRequest(requestHash(otherKey, fields), requestHash(key, fields)));
});

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { hashApiKey, keyOfBearer, makeApiKey } from './api-key.ts';

void test('a key names its kind, carries 256 bits and is stored as its SHA-256', () => {
  const { text, keyHash } = makeApiKey('till');
  assert.match(text, /^till_[A-Za-z0-9_-]{43}$/);
  assert.deepEqual(keyHash, createHash('sha256').update(text).digest());
  assert.deepEqual(hashApiKey(text), keyHash);
  assert.notEqual(makeApiKey('till').text, text);
});

void test('a key is read from a Bearer header and from nothing else', () => {
  const { text } = makeApiKey('till');
  assert.equal(keyOfBearer('till', `Bearer ${text}`), text);
  const others = [
    undefined,
    '',
    text,
    `bearer ${text}`,
    `Basic ${text}`,
    `Bearer  ${text}`,
    `Bearer ${text} `,
    `Bearer ${text}x`,
    `Bearer ${text.slice(0, -1)}`,
    `Bearer ${text.replace('till_', 'operator_')}`,
    `Bearer ${'a'.repeat(1_000_000)}`,
  ];
  for (const other of others) assert.equal(keyOfBearer('till', other), undefined, other?.slice(0, 80));
});

void test('a till’s key is not read where the operator’s is asked for', () => {
  assert.equal(keyOfBearer('operator', `Bearer ${makeApiKey('till').text}`), undefined);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBoundedCache } from './bounded-cache.ts';

void test('a value is fresh until its time is over', () => {
  const cache = createBoundedCache<string>({ maximumEntries: 3, freshMs: 1000 });
  cache.set('key', 'value', 0);
  assert.equal(cache.get('key', 999), 'value');
  assert.equal(cache.get('key', 1000), undefined);
  assert.equal(cache.size, 0);
});

void test('reading a value does not make it fresher', () => {
  const cache = createBoundedCache<string>({ maximumEntries: 3, freshMs: 1000 });
  cache.set('key', 'value', 0);
  for (let nowMs = 0; nowMs < 1000; nowMs += 100) cache.get('key', nowMs);
  assert.equal(cache.get('key', 1000), undefined);
});

void test('a full cache lets go of the value that was used longest ago', () => {
  const cache = createBoundedCache<string>({ maximumEntries: 2, freshMs: 1000 });
  cache.set('old', 'old', 0);
  cache.set('new', 'new', 0);
  cache.get('old', 1);
  cache.set('newest', 'newest', 2);
  assert.deepEqual(
    ['old', 'new', 'newest'].map((key) => cache.get(key, 3)),
    ['old', undefined, 'newest'],
  );
  assert.equal(cache.size, 2);
});

void test('while less than half is taken the order of use is not kept, and still only as many stay as may', () => {
  const cache = createBoundedCache<string>({ maximumEntries: 4, freshMs: 1000 });
  cache.set('a', 'a', 0);
  cache.get('a', 1);
  for (const key of ['b', 'c']) cache.set(key, key, 2);
  cache.get('a', 3);
  for (const key of ['d', 'e']) cache.set(key, key, 4);
  assert.deepEqual(
    ['a', 'b', 'c', 'd', 'e'].map((key) => cache.get(key, 5)),
    ['a', undefined, 'c', 'd', 'e'],
  );
  assert.equal(cache.size, 4);
});

void test('values can be taken out by what they are', () => {
  const cache = createBoundedCache<number>({ maximumEntries: 9, freshMs: 1000 });
  for (const number of [1, 2, 3, 4]) cache.set(`${number}`, number, 0);
  cache.deleteWhere((number) => number % 2 === 0);
  assert.deepEqual(
    ['1', '2', '3', '4'].map((key) => cache.get(key, 0)),
    [1, undefined, 3, undefined],
  );
});

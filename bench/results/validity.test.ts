import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sameIds } from './validity.ts';

const answered = new Set(['a', 'b', 'c']);

test('the same ids on both sides are valid, in whatever order', () => {
  assert.deepEqual(sameIds('ids', answered, ['c', 'a', 'b']), {
    what: 'ids',
    holds: true,
    found: '3 answered, 3 stored; 0 lost, 0 never answered, 0 twice',
  });
});

test('an answer without a row, a row without an answer and a row stored twice are each found', () => {
  const counts = (stored: readonly string[]) => sameIds('ids', answered, stored);
  assert.match(counts(['a', 'b']).found, /1 lost, 0 never answered, 0 twice/);
  assert.match(counts(['a', 'b', 'c', 'd']).found, /0 lost, 1 never answered, 0 twice/);
  assert.match(counts(['a', 'b', 'c', 'c']).found, /0 lost, 0 never answered, 1 twice/);
  for (const stored of [
    ['a', 'b'],
    ['a', 'b', 'c', 'd'],
    ['a', 'b', 'c', 'c'],
    ['a', 'b', 'd'],
  ]) {
    assert.equal(counts(stored).holds, false);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSeenBefore } from './seen-before.ts';

void test('A key is new the first time and known from then on', () => {
  const seenBefore = createSeenBefore(2);
  assert.deepEqual(['a', 'a', 'b', 'a'].map(seenBefore), [false, true, false, true]);
});

void test('The latest keys are remembered, older ones are forgotten, and memory does not grow', () => {
  const seenBefore = createSeenBefore(2);
  for (const key of ['a', 'b', 'c', 'd', 'e']) seenBefore(key);
  assert.deepEqual(['d', 'e'].map(seenBefore), [true, true]);
  assert.equal(seenBefore('a'), false);
});

void test('A key that is asked about again and again is never forgotten', () => {
  const seenBefore = createSeenBefore(2);
  seenBefore('till');
  for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) {
    seenBefore(key);
    assert.equal(seenBefore('till'), true);
  }
});

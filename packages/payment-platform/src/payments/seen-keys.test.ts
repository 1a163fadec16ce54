import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSeenKeys } from './seen-keys.ts';

void test('A key is new the first time and known from then on', () => {
  const seen = createSeenKeys(2);
  assert.deepEqual(
    ['a', 'a', 'b', 'a'].map((key) => seen.mark(key)),
    [false, true, false, true],
  );
});

void test('The latest keys are remembered, older ones are forgotten, and memory does not grow', () => {
  const seen = createSeenKeys(2);
  for (const key of ['a', 'b', 'c', 'd', 'e']) seen.mark(key);
  assert.deepEqual(
    ['d', 'e'].map((key) => seen.mark(key)),
    [true, true],
  );
  assert.equal(seen.mark('a'), false);
});

void test('A key that is asked about again and again is never forgotten', () => {
  const seen = createSeenKeys(2);
  seen.mark('till');
  for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) {
    seen.mark(key);
    assert.equal(seen.mark('till'), true);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shuffle } from './shuffle.ts';

const items = Array.from({ length: 100 }, (_, index) => index);

void test('the items are the same, and the list that was given is left as it was', () => {
  const before = [...items];
  assert.deepEqual(
    shuffle(items).toSorted((left, right) => left - right),
    before,
  );
  assert.deepEqual(items, before);
});

void test('every item can come to every place', () => {
  const seen = new Set(Array.from({ length: 500 }, () => shuffle([1, 2, 3]).join('')));
  assert.deepEqual([...seen].toSorted(), ['123', '132', '213', '231', '312', '321']);
});

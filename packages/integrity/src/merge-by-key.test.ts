import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareKeys, mergeByKey } from './merge-by-key.ts';

async function* inBatches(keys: readonly number[], size: number): AsyncGenerator<readonly number[]> {
  for (let first = 0; first < keys.length; first += size) {
    yield await Promise.resolve(keys.slice(first, first + size));
  }
}

void test('every key is told once, with both sides where both have it, whatever the batches', async () => {
  const keys = fc.array(fc.nat({ max: 40 }));
  const size = fc.integer({ min: 1, max: 5 });
  const law = fc.asyncProperty(
    keys,
    fc.uniqueArray(fc.nat({ max: 40 })),
    size,
    size,
    async (left, right, one, two) => {
      const lefts = left.toSorted((a, b) => a - b);
      const rights = right.toSorted((a, b) => a - b);
      const told: string[] = [];
      await mergeByKey(
        inBatches(lefts, one),
        inBatches(rights, two),
        (a, b) => a - b,
        (a, b) => void told.push(`${a}/${b}`),
      );
      const expected = [
        ...lefts.map((key) => `${key}/${rights.includes(key) ? key : undefined}`),
        ...rights.filter((key) => !lefts.includes(key)).map((key) => `undefined/${key}`),
      ];
      assert.deepEqual(told.toSorted(), expected.toSorted());
    },
  );
  await fc.assert(law);
});

void test('keys are compared part by part', () => {
  assert.equal(compareKeys([0, 'a', 'b'], [0, 'a', 'b']), 0);
  assert.ok(compareKeys([0, 'z'], [1, 'a']) < 0);
  assert.ok(compareKeys([1, 'a', 'c'], [1, 'a', 'b']) > 0);
});

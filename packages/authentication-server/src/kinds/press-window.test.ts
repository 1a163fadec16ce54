import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pressWindowAfter, pressesLookedAt } from './event.ts';

test('the next twenty presses are accepted, twenty behind and up to two hundred ahead are looked at', () => {
  const { presses, lookPresses, highestPress } = pressWindowAfter(100);
  assert.deepEqual([presses[0], presses.at(-1), presses.length], [101, 120, 20]);
  assert.equal(highestPress, 120);
  assert.deepEqual(
    [lookPresses[0], lookPresses[19], lookPresses[20], lookPresses.at(-1)],
    [81, 100, 121, 300],
  );
  assert.equal(lookPresses.length, pressesLookedAt);
});

test('a fresh credential begins with press 0 and has nothing behind', () => {
  const { presses, lookPresses } = pressWindowAfter(-1);
  assert.deepEqual([presses[0], presses.at(-1)], [0, 19]);
  assert.deepEqual([lookPresses[0], lookPresses.at(-1)], [20, 199]);
});

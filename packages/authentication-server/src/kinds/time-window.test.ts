import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { learntOffset, windowAround, withAcceptedOffset } from './time.ts';

const serverStep = 17_000_000;

function offsetsOf(steps: readonly number[]): readonly number[] {
  return steps.map((step) => step - serverStep);
}

test('a credential that has taught nothing is accepted from five steps behind to two ahead', () => {
  assert.deepEqual(offsetsOf(windowAround(serverStep, []).steps), [-5, -4, -3, -2, -1, 0, 1, 2]);
});

test('a learnt offset adds its own window and takes nothing away', () => {
  assert.deepEqual(offsetsOf(windowAround(serverStep, [4]).steps), [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6]);
  assert.deepEqual(offsetsOf(windowAround(serverStep, [-6]).steps).at(0), -11);
});

test('the learnt offset is the highest of the last five, at most six either way', () => {
  assert.equal(learntOffset([]), 0);
  assert.equal(learntOffset([-3, -1, -2]), -1);
  assert.equal(learntOffset([-9, -8]), -6);
  assert.equal(learntOffset([8]), 6);
});

test('only the last five offsets are kept', () => {
  assert.deepEqual(withAcceptedOffset([1, 2, 3, 4, 5], serverStep - 2, serverStep), [2, 3, 4, 5, -2]);
});

test('window and look are thirty steps to both sides together, each step once', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -12, max: 12 }), { maxLength: 5 }), (offsets) => {
      const window = windowAround(serverStep, offsets);
      const all = [...window.steps, ...window.lookSteps].sort((left, right) => left - right);
      assert.deepEqual(
        offsetsOf(all),
        Array.from({ length: 61 }, (_, index) => index - 30),
      );
      assert.equal(window.highestStep, window.steps.at(-1));
      assert.ok(window.steps.length <= 14, 'at most 14 candidates are computed for a hit');
    }),
  );
});

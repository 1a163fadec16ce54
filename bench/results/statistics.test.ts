import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { quantile, ratiosOf, spreadOf } from './statistics.ts';

const rounds = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 20 });

test('the spread of three rounds is its middle, lowest and highest value', () => {
  assert.deepEqual(spreadOf([30, 9, 100]), { median: 30, minimum: 9, maximum: 100 });
});

test('an even number of rounds has the mean of its middle two as median', () => {
  assert.deepEqual(spreadOf([4, 1, 2, 100]), { median: 3, minimum: 1, maximum: 100 });
});

test('as many rounds lie above the median as below it, in whatever order they came', () => {
  fc.assert(
    fc.property(rounds, (values) => {
      const { median, minimum, maximum } = spreadOf(values);
      assert.ok(minimum <= median && median <= maximum);
      const above = values.filter((value) => value > median).length;
      const below = values.filter((value) => value < median).length;
      assert.ok(above * 2 <= values.length && below * 2 <= values.length);
      assert.deepEqual(spreadOf(values.toReversed()), { median, minimum, maximum });
    }),
  );
});

test('quantiles by nearest rank are those of the textbook', () => {
  const values = Float64Array.from([50, 15, 40, 20, 35]);
  const parts = [0, 0.05, 0.3, 0.4, 0.5, 1];
  assert.deepEqual(
    parts.map((part) => quantile(values, part)),
    [15, 15, 20, 20, 35, 50],
  );
});

test('one slow answer in a hundred is not the 99th percentile, two are', () => {
  const latencies = new Float64Array(100).fill(1);
  latencies[17] = 900;
  assert.equal(quantile(latencies, 0.99), 1);
  latencies[60] = 900;
  assert.equal(quantile(latencies, 0.99), 900);
});

test('a quantile is one of the values, and at least its part of them is not above it', () => {
  fc.assert(
    fc.property(rounds, fc.double({ min: 0, max: 1, noNaN: true }), (values, part) => {
      const found = quantile(Float64Array.from(values), part);
      assert.ok(values.includes(found));
      assert.ok(values.filter((value) => value <= found).length >= part * values.length);
    }),
  );
});

test('nothing has no median and no quantile', () => {
  assert.throws(() => spreadOf([]), RangeError);
  assert.throws(() => quantile(new Float64Array(0), 0.5), RangeError);
  assert.throws(() => quantile(new Float64Array(1), 1.01), RangeError);
});

test('ratios are those of one round each', () => {
  assert.deepEqual(ratiosOf([10, 30], [5, 10]), [2, 3]);
  assert.throws(() => ratiosOf([1, 2], [1]), RangeError);
});

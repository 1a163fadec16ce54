import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { aliasDayOfStep, aliasTweakOfDay, noClockTweak } from './alias-day.ts';
import { stepOfUnixMs, stepSeconds, stepsPerDay } from './step.ts';

test('a step lasts ten seconds and begins with its first millisecond', () => {
  assert.equal(stepOfUnixMs(0), 0);
  assert.equal(stepOfUnixMs(9_999), 0);
  assert.equal(stepOfUnixMs(10_000), 1);
  assert.equal(stepOfUnixMs(Date.UTC(2026, 10, 12)), 179_444_160);
  assert.equal(stepSeconds * stepsPerDay, 86_400);
});

test('a time before 1970, or none, has no step', () => {
  for (const ms of [-1, Number.NaN, Number.POSITIVE_INFINITY, 1e300]) {
    assert.throws(() => stepOfUnixMs(ms), RangeError);
  }
});

test('the alias day changes with the first step after midnight in UTC', () => {
  const midnight = stepOfUnixMs(Date.UTC(2026, 0, 1));
  assert.equal(aliasTweakOfDay(aliasDayOfStep(midnight - 1)), '20251231');
  assert.equal(aliasTweakOfDay(aliasDayOfStep(midnight)), '20260101');
});

test('the tweak is the date in UTC, on leap days and up to the year 9999', () => {
  assert.equal(aliasTweakOfDay(0), '19700101');
  assert.equal(aliasTweakOfDay(Date.UTC(2028, 1, 29) / 86_400_000), '20280229');
  assert.equal(aliasTweakOfDay(2_932_896), '99991231');
  assert.equal(noClockTweak, 'no-clock');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_932_895 }), (day) => {
      assert.match(aliasTweakOfDay(day), /^[0-9]{8}$/);
      assert.ok(aliasTweakOfDay(day) < aliasTweakOfDay(day + 1));
    }),
  );
});

test('what is no step or no day is refused', () => {
  for (const value of [-1, 0.5, Number.NaN]) {
    assert.throws(() => aliasDayOfStep(value), RangeError);
    assert.throws(() => aliasTweakOfDay(value), RangeError);
  }
  assert.throws(() => aliasTweakOfDay(2_932_897), RangeError);
});

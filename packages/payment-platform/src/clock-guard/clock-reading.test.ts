import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unsafeReason, wasClockSet } from './clock-reading.ts';

const nowMs = Date.UTC(2026, 10, 23);

void test('clocks that agree within two seconds are safe', () => {
  for (const differenceMs of [-2000, -1, 0, 1, 2000]) {
    const reading = { systemMs: nowMs + differenceMs, databaseMs: nowMs, highWaterMs: nowMs - 1 };
    assert.equal(unsafeReason(reading), undefined, `${differenceMs}`);
  }
});

void test('clocks that differ by more are not, in either direction', () => {
  for (const differenceMs of [-2001, 2001, 86_400_000]) {
    const reading = { systemMs: nowMs + differenceMs, databaseMs: nowMs, highWaterMs: undefined };
    assert.match(unsafeReason(reading) ?? '', /differ by -?\d+\.\d seconds/, `${differenceMs}`);
  }
});

void test('both clocks set back together are found by the mark', () => {
  const reading = { systemMs: nowMs, databaseMs: nowMs, highWaterMs: nowMs + 3_600_000 };
  assert.match(unsafeReason(reading) ?? '', /3600\.0 seconds behind/);
});

void test('a clock that was set moves otherwise than the monotonic clock', () => {
  assert.equal(wasClockSet(5000, 4000), false);
  assert.equal(wasClockSet(5000, 2000), true);
  assert.equal(wasClockSet(-5000, 2000), true);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createManualClock, systemClock } from './clock.ts';

test('a manual clock stands still until it is told to go', () => {
  const clock = createManualClock(1_700_000_000_000);
  assert.equal(clock.nowMs(), 1_700_000_000_000);
  assert.equal(clock.nowMs(), 1_700_000_000_000);
  assert.equal(clock.monotonicMs(), 0);
});

test('advancing moves the wall clock and the monotonic clock together', () => {
  const clock = createManualClock(1_000);
  clock.advance(250);
  clock.advance(50);
  assert.equal(clock.nowMs(), 1_300);
  assert.equal(clock.monotonicMs(), 300);
});

test('setting the wall clock, even back, leaves the monotonic clock where it was', () => {
  const clock = createManualClock(10_000);
  clock.advance(500);
  clock.set(2_000);
  assert.equal(clock.nowMs(), 2_000);
  assert.equal(clock.monotonicMs(), 500);
  clock.advance(1);
  assert.equal(clock.nowMs(), 2_001);
});

test('the system clock tells Unix milliseconds and never runs backwards on the monotonic side', () => {
  const before = Date.now();
  const now = systemClock.nowMs();
  assert.ok(now >= before && now <= Date.now());
  const first = systemClock.monotonicMs();
  assert.ok(systemClock.monotonicMs() >= first);
});

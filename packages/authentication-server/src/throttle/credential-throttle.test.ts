import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  chargeFailure,
  defaultCredentialThrottleLimits as limits,
  type CredentialThrottleState,
} from './credential-throttle.ts';

const noon = Date.UTC(2026, 10, 23, 12);
const minuteMs = 60_000;

/** Charges at the given moments and tills; returns how many were allowed. */
function allowed(attempts: readonly { atMs: number; tillId: string }[]): number {
  let state: CredentialThrottleState | null = null;
  let count = 0;
  for (const attempt of attempts) {
    const charged = chargeFailure(state, attempt.tillId, attempt.atMs, limits);
    if (charged === undefined) continue;
    state = charged;
    count += 1;
  }
  return count;
}

test('five failures are allowed at once and the sixth is not', () => {
  assert.equal(allowed(Array.from({ length: 6 }, (_, i) => ({ atMs: noon, tillId: `till-${i}` }))), 5);
});

test('after five failures one more is allowed each minute', () => {
  const burst = Array.from({ length: 5 }, (_, i) => ({ atMs: noon, tillId: `till-${i}` }));
  const early = { atMs: noon + minuteMs - 1, tillId: 'till-5' };
  const late = { atMs: noon + minuteMs, tillId: 'till-6' };
  assert.equal(allowed([...burst, early]), 5);
  assert.equal(allowed([...burst, late]), 6);
  assert.equal(allowed([...burst, late, { ...late, tillId: 'till-7' }]), 6);
});

test('one till has five failures at once and then one an hour, although the credential allows more', () => {
  const spaced = Array.from({ length: 10 }, (_, i) => ({ atMs: noon + i * minuteMs, tillId: 'crooked' }));
  assert.equal(allowed(spaced), 5);
  assert.equal(allowed([...spaced, { atMs: noon + 61 * minuteMs, tillId: 'crooked' }]), 6);
});

test('the last five failures of a day are for tills that had none on it today', () => {
  const crooked = Array.from({ length: 40 }, (_, i) => ({
    atMs: noon + i * 2 * minuteMs,
    tillId: `till-${i % 4}`,
  }));
  assert.equal(allowed(crooked), 15);
  const fresh = Array.from({ length: 9 }, (_, i) => ({
    atMs: noon + (100 + i * 2) * minuteMs,
    tillId: `fresh-${i}`,
  }));
  assert.equal(allowed([...crooked, ...fresh]), 20);
});

test('a new UTC day brings a new allowance of twenty', () => {
  const day = (startMs: number): { atMs: number; tillId: string }[] =>
    Array.from({ length: 60 }, (_, i) => ({ atMs: startMs + i * 2 * minuteMs, tillId: `till-${i}` }));
  assert.equal(allowed([...day(noon), ...day(noon + 86_400_000)]), 40);
});

test('the state keeps no till for longer than its allowance needs, so that it stays small', () => {
  let state: CredentialThrottleState | null = null;
  for (let i = 0; i < 20_000; i += 1) {
    state = chargeFailure(state, `till-${i}`, noon + i * minuteMs, limits) ?? state;
  }
  assert.ok(Object.keys(state?.tills ?? {}).length <= 2 * limits.perDay);
});

test('no order of attempts gets more than burst plus one a minute plus the daily limit', () => {
  const attempt = fc.record({ afterMs: fc.nat(3 * minuteMs), tillId: fc.constantFrom('a', 'b', 'c', 'd') });
  fc.assert(
    fc.property(fc.array(attempt, { maxLength: 200 }), (gaps) => {
      let atMs = noon;
      const attempts = gaps.map((gap) => ({ atMs: (atMs += gap.afterMs), tillId: gap.tillId }));
      const elapsedMinutes = Math.floor((atMs - noon) / minuteMs);
      return allowed(attempts) <= Math.min(5 + elapsedMinutes, 20);
    }),
  );
});

test('a state that was written while the clock was ahead keeps nobody out', () => {
  for (const aheadMs of [2 * minuteMs, 60 * minuteMs, 24 * 60 * minuteMs, 365 * 24 * 60 * minuteMs]) {
    let state: CredentialThrottleState | null = null;
    for (let count = 0; count < 5; count += 1)
      state = chargeFailure(state, 'till', noon + aheadMs, limits) ?? state;
    const after = chargeFailure(state, 'till', noon, limits);
    assert.equal(after?.failuresToday, 1, `${aheadMs} ms ahead`);
    // As earlier versions have stored it.
    const { chargedAtMs: _, ...old } = state!;
    if (aheadMs > 10 * minuteMs) assert.equal(chargeFailure(old, 'till', noon, limits)?.failuresToday, 1);
  }
});

test('a server some seconds behind another does not forget what that one has counted', () => {
  let state: CredentialThrottleState | null = null;
  for (let count = 0; count < 5; count += 1)
    state = chargeFailure(state, 'till', noon + 4000, limits) ?? state;
  assert.equal(chargeFailure(state, 'till', noon, limits), undefined);
});

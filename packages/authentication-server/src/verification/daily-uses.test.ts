import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countUse } from './daily-uses.ts';

const lastMomentOfDay = Date.UTC(2026, 10, 24) - 1;

test('a day has so many uses, and midnight in UTC begins anew', () => {
  const fresh = { perDay: 2, day: null, count: 0 };
  const first = countUse(fresh, lastMomentOfDay);
  assert.equal(first?.count, 1);
  const second = countUse(first, lastMomentOfDay);
  assert.equal(second?.count, 2);
  assert.equal(countUse(second, lastMomentOfDay), undefined);
  assert.equal(countUse(second, lastMomentOfDay + 1)?.count, 1);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readStartSettings } from './start-settings.ts';

void test('devices without a clock have low limits, which the operator may set', () => {
  assert.deepEqual(readStartSettings({}, {}).eventLimits, { cap: 2500n, usesPerDay: 5 });
  const env = { TALLY_EVENT_CAP: '900', TALLY_EVENT_USES_PER_DAY: '20' };
  assert.deepEqual(readStartSettings({}, env).eventLimits, { cap: 900n, usesPerDay: 20 });
});

void test('limits that are none end the start', () => {
  for (const cap of ['', '0', '-1', '9.50', 'none']) {
    assert.throws(() => readStartSettings({}, { TALLY_EVENT_CAP: cap }), { code: 'arguments_wrong' });
  }
  for (const uses of ['', '0', '1001', '1.5', 'many']) {
    assert.throws(() => readStartSettings({}, { TALLY_EVENT_USES_PER_DAY: uses }), {
      code: 'arguments_wrong',
    });
  }
});

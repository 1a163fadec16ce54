import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readStartSettings } from './start-settings.ts';

void test('the operator may set limits of devices without a clock; the others keep their default', () => {
  assert.deepEqual(readStartSettings({}, {}).eventLimits, {});
  assert.deepEqual(readStartSettings({}, { TALLY_EVENT_CAP: '900' }).eventLimits, { cap: 900n });
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

void test('the number of buckets comes from the argument, else from the environment, else from the database', () => {
  assert.equal(readStartSettings({}, {}).bucketCount, undefined);
  assert.equal(readStartSettings({}, { TALLY_BUCKETS: '8' }).bucketCount, 8);
  assert.equal(readStartSettings({ buckets: '64' }, { TALLY_BUCKETS: '8' }).bucketCount, 64);
});

void test('another number of buckets than a power of two up to 64 ends the start, and so do several of a server apart', () => {
  for (const buckets of ['', '0', '3', '128', '1.0', 'many'])
    assert.throws(() => readStartSettings({ buckets }, {}), { code: 'arguments_wrong' });
  assert.throws(() => readStartSettings({ buckets: '2', role: 'platform' }, {}), { code: 'arguments_wrong' });
  assert.equal(readStartSettings({ buckets: '1', role: 'platform' }, {}).bucketCount, 1);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exploreAll } from './payments/explore-all.ts';
import { meetingsOf } from './payments/meetings.ts';
import { withInterleavings, type Meeting } from './payments/open-interleavings.ts';

/** All of them take an hour; these are the ones in which most can happen. */
const isLong = process.env['TALLY_TEST_LONG'] === '1';
const chosen: readonly Meeting[] = [
  { start: 'never_seen', hasOrder: false, operations: ['pay', 'retry', 'reverse'] },
  { start: 'never_seen', hasOrder: true, operations: ['pay', 'second_scan', 'close'] },
  { start: 'open', hasOrder: false, operations: ['pay', 'reverse', 'end_abandoned'] },
  { start: 'approved', hasOrder: false, operations: ['reverse', 'refund', 'other_refund'] },
];
const meetings = isLong ? meetingsOf(3) : chosen;
/** With one preemption each is interrupted once by both others; with two nearly every order comes about. */
const maximumPreemptions = isLong ? 2 : 1;

void test('whichever three operations meet on a payment, interrupted at any round trip it ends as it may', async (t) => {
  await withInterleavings(3, { grain: 'round_trip' }, async (interleavings) => {
    const { schedules, wrongs } = await exploreAll(interleavings, meetings, maximumPreemptions);
    t.diagnostic(`${meetings.length} meetings of three, ${schedules} schedules`);
    assert.deepEqual(wrongs, []);
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exploreAll } from './payments/explore-all.ts';
import { meetingsOf } from './payments/meetings.ts';
import { withInterleavings } from './payments/open-interleavings.ts';
import type { Operation } from './payments/operations.ts';

/** An order means nothing to them. */
const withoutOrders: readonly Operation[] = ['query', 'refund'];
const isLong = process.env['TALLY_TEST_LONG'] === '1';
const meetings = meetingsOf(2).filter(
  ({ hasOrder, operations }) =>
    isLong || !hasOrder || !operations.some((each) => withoutOrders.includes(each)),
);

void test('whichever two operations meet on a payment, in every order of their round trips it ends as it may', async (t) => {
  await withInterleavings(2, { grain: 'round_trip' }, async (interleavings) => {
    const { schedules, wrongs } = await exploreAll(interleavings, meetings);
    t.diagnostic(`${meetings.length} meetings of two, ${schedules} schedules`);
    assert.deepEqual(wrongs, []);
  });
});

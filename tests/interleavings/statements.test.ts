import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exploreAll } from './payments/explore-all.ts';
import { meetingsOf } from './payments/meetings.ts';
import { withInterleavings } from './payments/open-interleavings.ts';

/**
 * What travels in one packet is still one statement after another to the database, and another transaction may be committed
 * between any two. There are too many orders of statements to run them all: here an operation is interrupted once, and in
 * the long mode twice, at each of its statements.
 */
const isLong = process.env['TALLY_TEST_LONG'] === '1';
const maximumPreemptions = isLong ? 2 : 1;
const meetings = meetingsOf(2).filter(({ hasOrder }) => isLong || !hasOrder);

void test('whichever two operations meet on a payment, interrupted at any statement it ends as it may', async (t) => {
  await withInterleavings(2, { grain: 'statement' }, async (interleavings) => {
    const { schedules, wrongs } = await exploreAll(interleavings, meetings, maximumPreemptions);
    t.diagnostic(`${meetings.length} meetings of two, ${schedules} schedules`);
    assert.deepEqual(wrongs, []);
  });
});

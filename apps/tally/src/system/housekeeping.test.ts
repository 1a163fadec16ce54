import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock, TallyError } from '@tallystick/foundation';
import type { Database } from '@tallystick/postgres';
import { choresOfPlatform, startClaimJanitor, startHousekeeping } from './housekeeping.ts';

/** A database that counts what it is asked and has no rows. */
function countingDatabase() {
  let count = 0;
  const unused = (): never => assert.fail('nothing was found to work on');
  const database: Database = {
    query: () => {
      count += 1;
      return Promise.resolve([]);
    },
    transaction: unused,
    assertWritable: unused,
    lane: unused,
    close: () => Promise.resolve(),
  };
  return { database, count: () => count };
}

void test('nothing is tidied up while the clock can’t be believed, and then again', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] });
  const { database, count } = countingDatabase();
  let isSafe = false;
  const assertClockSafe = (): void => {
    if (!isSafe) throw new TallyError('clock_unsafe');
  };
  const platform = { database, clock: systemClock, bucketCount: 1 };
  const housekeepings = [
    startHousekeeping(choresOfPlatform(platform), assertClockSafe),
    startClaimJanitor(platform, assertClockSafe),
  ];
  const tick = async (): Promise<void> => {
    context.mock.timers.tick(60_000);
    await new Promise((resolve) => void setImmediate(resolve));
  };
  await tick();
  assert.equal(count(), 0);
  isSafe = true;
  await tick();
  assert.ok(count() > 0);
  for (const housekeeping of housekeepings) await housekeeping.stop();
});

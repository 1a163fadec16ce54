import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { backOffMs } from './back-off.ts';
import { defaultLoopLimits } from './loop-limits.ts';

describe('The back-off', () => {
  it('doubles up to the longest', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7].map((failures) => backOffMs(failures, 0, defaultLoopLimits));
    assert.deepEqual(waits, [300, 600, 1200, 2400, 4800, 5000, 5000]);
  });

  it('stays between the shortest and the longest wait for any number of failures', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1 }), fc.float({ min: 0, max: 1, noNaN: true }), (failures, fraction) => {
        const waitMs = backOffMs(failures, fraction, defaultLoopLimits);
        assert.ok(waitMs >= defaultLoopLimits.shortestWaitMs && waitMs <= defaultLoopLimits.longestBackOffMs);
      }),
    );
  });
});

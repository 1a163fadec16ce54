import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verifyCore } from './verify-core.ts';

const moments = {
  'at noon': Date.UTC(2026, 10, 12, 12),
  'just before midnight, when an alias may be of two days': Date.UTC(2026, 10, 12, 23, 59, 59),
};

for (const [when, nowMs] of Object.entries(moments)) {
  test(`the core finds every code of the batch genuine ${when}`, () => {
    const { served } = verifyCore(nowMs, 1);
    assert.ok(served >= 128);
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOrderReference } from './order-reference.ts';

test('an order reference is 1 to 64 printable ASCII characters without spaces', () => {
  for (const reference of ['1', '2026/11-0042', 'A.b#7', '!'.repeat(64)]) {
    assert.ok(isOrderReference(reference), reference);
  }
  for (const reference of ['', 'a b', 'a\n', 'é', '\u007f', 'x'.repeat(65)]) {
    assert.ok(!isOrderReference(reference), JSON.stringify(reference));
  }
});

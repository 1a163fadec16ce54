import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomPaymentId } from './payment-id.ts';
import { isRefundId } from './refund-id.ts';

test('a refund id is 1 to 64 characters of digits, letters and underscore', () => {
  for (const id of ['0', 'Z', '_', 'order_42_part_1', 'a'.repeat(64)]) assert.ok(isRefundId(id), id);
  for (const id of ['', 'a'.repeat(65), 'a-b', 'a b', 'a\n', '\na', 'é', '../x', "'"]) {
    assert.ok(!isRefundId(id), JSON.stringify(id));
  }
});

test('what makes payment ids makes refund ids too', () => {
  assert.ok(isRefundId(randomPaymentId()));
});

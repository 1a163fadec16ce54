import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isPaymentId, paymentIdPattern, randomPaymentId } from './payment-id.ts';

test('a payment id is 1 to 32 characters of digits, letters and underscore', () => {
  for (const id of ['0', 'A', '_', 'order_42', 'a'.repeat(32)]) assert.ok(isPaymentId(id), id);
  for (const id of ['', 'a'.repeat(33), 'a-b', 'a b', 'a\n', '\na', 'é', 'ａ', '../x', "'"]) {
    assert.ok(!isPaymentId(id), JSON.stringify(id));
  }
});

test('a random payment id is one that the system takes', () => {
  for (let count = 0; count < 1_000; count++) {
    const id = randomPaymentId();
    assert.equal(id.length, 24);
    assert.ok(isPaymentId(id), id);
  }
});

test('random payment ids use each of their 32 characters about equally often, and do not repeat', () => {
  const ids = Array.from({ length: 4_000 }, () => randomPaymentId());
  assert.equal(new Set(ids).size, ids.length);

  const counts = new Map<string, number>();
  for (const character of ids.join('')) counts.set(character, (counts.get(character) ?? 0) + 1);
  assert.equal(counts.size, 32);
  // 96,000 characters: 3,000 expected of each, with a standard deviation of 54; ten of them never happen by chance.
  for (const [character, count] of counts) assert.ok(Math.abs(count - 3_000) < 540, `${character}: ${count}`);
});

test('random payment ids leave out the letters that people misread', () => {
  const text = Array.from({ length: 500 }, () => randomPaymentId()).join('');
  assert.doesNotMatch(text, /[ILOU]/);
});

test('the pattern that a JSON schema uses is the one that is checked', () => {
  assert.match(randomPaymentId(), new RegExp(paymentIdPattern));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dammCheckDigit } from './damm-check-digit.ts';
import { isIssuerPrefixAllowed } from './make-numeric-paycode.ts';

test('the published example: 572 has the check digit 4', () => {
  assert.equal(dammCheckDigit('572'), '4');
  assert.equal(dammCheckDigit('5724'), '0');
});

test('from every interim digit, ten digits lead to ten places, and swapped neighbours to two', () => {
  const interims = '0123456789'.split('').map((wanted) => prefixWithInterim(wanted));
  for (const prefix of interims) {
    const after = '0123456789'.split('').map((digit) => dammCheckDigit(prefix + digit));
    assert.equal(new Set(after).size, 10);
    for (const one of '0123456789') {
      for (const other of '0123456789') {
        if (one === other) continue;
        assert.notEqual(dammCheckDigit(prefix + one + other), dammCheckDigit(prefix + other + one));
      }
    }
  }
});

function prefixWithInterim(wanted: string): string {
  const digit = '0123456789'.split('').find((candidate) => dammCheckDigit(candidate) === wanted);
  assert.ok(digit !== undefined);
  return digit;
}

test('what is no digit has no check digit', () => {
  assert.throws(() => dammCheckDigit('12x'), RangeError);
  assert.throws(() => dammCheckDigit('１'), RangeError);
});

test('exactly the prefixes of other payer codes are refused', () => {
  const refused = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0')).filter(
    (prefix) => !isIssuerPrefixAllowed(prefix),
  );
  assert.deepEqual(refused, '10 11 12 13 14 15 25 26 27 28 29 30 62'.split(' '));
  for (const prefix of ['', '8', '083', '8x', '８３', ' 83']) assert.ok(!isIssuerPrefixAllowed(prefix));
});

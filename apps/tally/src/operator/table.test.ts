import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableOf } from './table.ts';

void test('money is written with the decimals of its currency, however large, also zero and below', () => {
  const lines = (minorUnits: string): string => tableOf({ balance: { minorUnits, currency: 'EUR' } });
  assert.match(lines('1999999999998'), / 19999999999\.98 EUR\n$/);
  assert.match(lines('0'), / 0\.00 EUR\n$/);
  assert.match(lines('-5'), / -0\.05 EUR\n$/);
});

void test('a list without items says so', () => {
  assert.equal(tableOf({ items: [], next: null }), 'None.\n');
});

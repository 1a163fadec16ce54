import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import {
  formatMoney,
  maximumAmountMinorUnits,
  moneyToJson,
  parseAmountMinorUnits,
  parseDecimalAmount,
} from './money.ts';

test('an amount on the wire is a whole number from 1 to 999999999999', () => {
  assert.equal(parseAmountMinorUnits('1'), 1n);
  assert.equal(parseAmountMinorUnits('1250'), 1250n);
  assert.equal(parseAmountMinorUnits('999999999999'), maximumAmountMinorUnits);
});

test('anything else is no amount on the wire', () => {
  const texts = ['', '0', '-1', '+1', '01', '1.0', '1,0', '1e3', ' 1', '1\n', '0x1', '１', '1000000000000'];
  for (const text of texts) assert.equal(parseAmountMinorUnits(text), undefined, JSON.stringify(text));
});

test('a million digits are refused as quickly as ten', () => {
  assert.equal(parseAmountMinorUnits('9'.repeat(1_000_000)), undefined);
  assert.equal(parseDecimalAmount('9'.repeat(1_000_000), 'EUR'), undefined);
  assert.equal(parseDecimalAmount(`1.${'0'.repeat(1_000_000)}`, 'EUR'), undefined);
});

test('what a person types is read in the decimals of the currency', () => {
  assert.equal(parseDecimalAmount('12.50', 'EUR'), 1250n);
  assert.equal(parseDecimalAmount('12.5', 'EUR'), 1250n);
  assert.equal(parseDecimalAmount('12', 'EUR'), 1200n);
  assert.equal(parseDecimalAmount('500', 'JPY'), 500n);
  assert.equal(parseDecimalAmount('1.234', 'KWD'), 1234n);
  assert.equal(parseDecimalAmount('0.01', 'EUR'), 1n);
});

test('nothing is rounded: more decimals than the currency has are refused', () => {
  assert.equal(parseDecimalAmount('12.505', 'EUR'), undefined);
  assert.equal(parseDecimalAmount('1.0', 'JPY'), undefined);
  assert.equal(parseDecimalAmount('1.2345', 'KWD'), undefined);
});

test('a typed amount that is no plain number, too large or of an unknown currency is refused', () => {
  for (const text of ['', '.5', '12.', '-1', '1,50', '1 000', '1e2', 'abc', '12.5.0']) {
    assert.equal(parseDecimalAmount(text, 'EUR'), undefined, JSON.stringify(text));
  }
  assert.equal(parseDecimalAmount('10000000000', 'EUR'), undefined);
  assert.equal(parseDecimalAmount('9999999999.99', 'EUR'), maximumAmountMinorUnits);
  assert.equal(parseDecimalAmount('1', 'XXX'), undefined);
});

test('money is written for people with the decimals of its currency', () => {
  assert.equal(formatMoney({ minorUnits: 1250n, currency: 'EUR' }), '12.50 EUR');
  assert.equal(formatMoney({ minorUnits: 500n, currency: 'JPY' }), '500 JPY');
  assert.equal(formatMoney({ minorUnits: 7n, currency: 'KWD' }), '0.007 KWD');
  assert.equal(formatMoney({ minorUnits: -5n, currency: 'EUR' }), '-0.05 EUR');
  assert.equal(formatMoney({ minorUnits: 0n, currency: 'EUR' }), '0.00 EUR');
});

test('what is written can be typed again and is the same money', () => {
  const currencies = fc.constantFrom('EUR', 'JPY', 'KWD', 'CNY', 'ISK');
  fc.assert(
    fc.property(fc.bigInt(0n, maximumAmountMinorUnits), currencies, (minorUnits, currency) => {
      const [typed = ''] = formatMoney({ minorUnits, currency }).split(' ');
      assert.equal(parseDecimalAmount(typed, currency), minorUnits);
    }),
  );
});

test('in JSON an amount is a string, so that no digit is lost above 2^53', () => {
  const money = { minorUnits: 9_007_199_254_740_993n, currency: 'EUR' };
  assert.equal(JSON.stringify(moneyToJson(money)), '{"minorUnits":"9007199254740993","currency":"EUR"}');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { currencyExponent } from './currencies.ts';

test('currencies have the decimals that ISO 4217 gives them', () => {
  assert.equal(currencyExponent('EUR'), 2);
  assert.equal(currencyExponent('CNY'), 2);
  assert.equal(currencyExponent('JPY'), 0);
  assert.equal(currencyExponent('ISK'), 0);
  assert.equal(currencyExponent('BHD'), 3);
  assert.equal(currencyExponent('TND'), 3);
});

test('codes are upper case and nothing else is one', () => {
  for (const text of ['eur', 'EU', 'EURO', '', ' EUR', 'XXX', 'XAU', 'constructor', '__proto__']) {
    assert.equal(currencyExponent(text), undefined, JSON.stringify(text));
  }
});

test('no currency has fewer decimals here than this runtime writes it with', () => {
  // Intl follows CLDR, which leaves out decimals that nobody uses any more (HUF, COP), but never invents any.
  let compared = 0;
  for (const currency of Intl.supportedValuesOf('currency')) {
    const exponent = currencyExponent(currency);
    if (exponent === undefined) continue;
    const inUse = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
    assert.ok(exponent >= (inUse.maximumFractionDigits ?? 0), currency);
    compared++;
  }
  assert.ok(compared > 140, `only ${compared} currencies were compared`);
});

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { truncateToDigits } from '../hotp/truncate-to-digits.ts';
import { ocraMessage } from '../ocra/ocra-message.ts';
import { ocraSuite } from '../ocra/parse-ocra-suite.ts';
import ownVectors from '../ocra/vectors/tallystick-suites.json' with { type: 'json' };
import { hmacSha256Key } from './hmac-sha256.ts';
import { preparedPressSuite } from './prepared-press-suite.ts';

const keyBytes = Uint8Array.from({ length: 32 }, (_, index) => index);
const key = hmacSha256Key(keyBytes);
const suite = ocraSuite('OCRA-1:HOTP-SHA256-8:C-QN08');
const question = '40000000';

test('every published password of a suite with a counter comes out, in any order', () => {
  const vectors = ownVectors.vectors.filter((vector) => vector.suite === suite.text);
  const presses = vectors.flatMap(({ counter, expected }) => {
    const press = Number(counter);
    return Number.isSafeInteger(press) ? [{ press, expected }] : [];
  });
  assert.ok(presses.length >= 4);
  const passwordOfPress = preparedPressSuite(key, suite, question);
  for (const { press, expected } of [...presses, ...presses.toReversed()]) {
    assert.equal(passwordOfPress(press), expected);
  }
});

test('the quick way gives the passwords of the plain way', () => {
  const passwordOfPress = preparedPressSuite(key, suite, question);
  fc.assert(
    fc.property(fc.maxSafeNat(), (press) => {
      const hmac = createHmac('sha256', keyBytes).update(ocraMessage(suite, { question, counter: press }));
      assert.equal(passwordOfPress(press), truncateToDigits(hmac.digest(), suite.digits));
    }),
    { numRuns: 1_000 },
  );
});

test('suites that have no counter, a time, a PIN, another hash or no digits are refused', () => {
  const suites = [
    'OCRA-1:HOTP-SHA256-8:QN08',
    'OCRA-1:HOTP-SHA256-8:C-QN08-T10S',
    'OCRA-1:HOTP-SHA256-8:C-QN08-PSHA256',
    'OCRA-1:HOTP-SHA1-8:C-QN08',
    'OCRA-1:HOTP-SHA256-0:C-QN08',
  ];
  for (const wrong of suites) {
    assert.throws(() => preparedPressSuite(key, ocraSuite(wrong), question), RangeError, wrong);
  }
});

test('a press number that is no whole number is refused', () => {
  const passwordOfPress = preparedPressSuite(key, suite, question);
  for (const press of [-1, 0.5, Number.NaN, 2 ** 53]) {
    assert.throws(() => passwordOfPress(press), RangeError);
  }
});

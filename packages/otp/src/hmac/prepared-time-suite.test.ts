import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { truncateToDigits } from '../hotp/truncate-to-digits.ts';
import { ocraMessage } from '../ocra/ocra-message.ts';
import { ocraSuite } from '../ocra/parse-ocra-suite.ts';
import { hmacSha256Key } from './hmac-sha256.ts';
import { preparedTimeSuite } from './prepared-time-suite.ts';

const keyBytes = Uint8Array.from({ length: 32 }, (_, index) => index);
const key = hmacSha256Key(keyBytes);
const timeOnly = 'OCRA-1:HOTP-SHA256-8:QN08-T10S';
const pinHash = createHash('sha256').update('123456').digest();

test('the quick way gives the passwords of the plain way, for every suite with time', () => {
  const cases = [
    { suite: timeOnly, question: '00000000', pin: {} },
    { suite: 'OCRA-1:HOTP-SHA256-4:QN08-T10S', question: '60000001', pin: {} },
    { suite: 'OCRA-1:HOTP-SHA256-4:QN08-PSHA256-T10S', question: '10000000', pin: { pinHash } },
    { suite: 'OCRA-1:HOTP-SHA256-4:QH64-T10S', question: 'ab'.repeat(32), pin: {} },
    { suite: 'OCRA-1:HOTP-SHA256-4:QH64-PSHA256-T10S', question: 'ab'.repeat(32), pin: { pinHash } },
  ];
  for (const { suite: text, question, pin } of cases) {
    const suite = ocraSuite(text);
    const passwordOfStep = preparedTimeSuite(key, suite, question, 'pinHash' in pin ? pinHash : undefined);
    fc.assert(
      fc.property(fc.maxSafeNat(), (step) => {
        const message = ocraMessage(suite, { question, step, ...pin });
        const hmac = createHmac('sha256', keyBytes).update(message).digest();
        assert.equal(passwordOfStep(step), truncateToDigits(hmac, suite.digits));
      }),
      { numRuns: 1_000 },
    );
  }
});

test('two prepared suites may be asked in turn', () => {
  const suite = ocraSuite(timeOnly);
  const one = preparedTimeSuite(key, suite, '00000000');
  const other = preparedTimeSuite(key, suite, '50000001');
  const alone = [one(1), one(2)];
  const inTurn = [one(1), other(1), one(2)];
  assert.deepEqual([inTurn[0], inTurn[2]], alone);
  assert.notEqual(inTurn[1], alone[0]);
});

test('suites that have no time, a counter, another hash or no digits are refused', () => {
  const suites = [
    'OCRA-1:HOTP-SHA256-8:QN08',
    'OCRA-1:HOTP-SHA256-8:C-QN08-T10S',
    'OCRA-1:HOTP-SHA1-8:QN08-T10S',
    'OCRA-1:HOTP-SHA256-0:QN08-T10S',
  ];
  for (const suite of suites) {
    assert.throws(() => preparedTimeSuite(key, ocraSuite(suite), '00000000'), RangeError, suite);
  }
  assert.throws(() => preparedTimeSuite(key, ocraSuite(timeOnly), '00000000', pinHash), RangeError);
});

test('a step that is no whole number is refused', () => {
  const passwordOfStep = preparedTimeSuite(key, ocraSuite(timeOnly), '00000000');
  for (const step of [-1, 0.5, Number.NaN, 2 ** 53]) assert.throws(() => passwordOfStep(step), RangeError);
});

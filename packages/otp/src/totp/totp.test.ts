import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { hotpMessage } from '../hotp/hotp-message.ts';
import { truncateToDigits } from '../hotp/truncate-to-digits.ts';
import { totpStep } from './totp-step.ts';
import rfc6238 from './vectors/rfc6238.json' with { type: 'json' };

test('all vectors of RFC 6238, appendix B', () => {
  assert.equal(rfc6238.vectors.length, 18);
  for (const vector of rfc6238.vectors) {
    const message = hotpMessage(totpStep(Number(vector.unixSeconds), 30, 0));
    const hmac = createHmac(vector.hash, Buffer.from(vector.keyHex, 'hex')).update(message).digest();
    assert.equal(truncateToDigits(hmac, vector.digits), vector.expected);
  }
});

test('the step counts whole periods since the start', () => {
  assert.equal(totpStep(59), 1);
  assert.equal(totpStep(59, 60), 0);
  assert.equal(totpStep(100, 10, 15), 8);
});

test('a time before the start and a period of nothing are refused', () => {
  assert.throws(() => totpStep(9, 30, 10), RangeError);
  assert.throws(() => totpStep(9, 0), RangeError);
  assert.throws(() => totpStep(Number.NaN), RangeError);
});

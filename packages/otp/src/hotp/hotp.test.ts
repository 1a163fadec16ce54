import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { hotpMessage } from './hotp-message.ts';
import { truncateToDigits } from './truncate-to-digits.ts';
import rfc4226 from './vectors/rfc4226.json' with { type: 'json' };

test('all vectors of RFC 4226, appendix D', () => {
  assert.equal(rfc4226.vectors.length, 10);
  for (const vector of rfc4226.vectors) {
    const key = Buffer.from(vector.keyHex, 'hex');
    const hmac = createHmac('sha1', key).update(hotpMessage(vector.counter)).digest();
    assert.equal(truncateToDigits(hmac, vector.digits), vector.expected);
  }
});

test('the example of RFC 4226, section 5.4: 0x50ef7f19 is 872921', () => {
  const hmac = Buffer.from('1f8698690e02ca16618550ef7f19da8e945b555a', 'hex');
  assert.equal(truncateToDigits(hmac, 6), '872921');
  assert.equal(truncateToDigits(hmac, 10), '1357872921');
});

test('the sign bit is masked, whatever the offset', () => {
  for (let offset = 0; offset < 16; offset += 1) {
    const hmac = new Uint8Array(32);
    hmac.set([0xff, 0xff, 0xff, 0xff], offset);
    hmac[31] = 0xa0 | offset;
    assert.equal(truncateToDigits(hmac, 10), '2147483647');
  }
});

test('leading zeros stay', () => {
  assert.equal(truncateToDigits(new Uint8Array(20), 8), '00000000');
});

test('no digits means the whole HMAC in hexadecimal', () => {
  assert.equal(truncateToDigits(new Uint8Array(20).fill(0x0a), 0), '0a'.repeat(20));
});

test('digits beyond ten and HMACs shorter than twenty bytes are refused', () => {
  for (const digits of [-1, 11, 1.5, Number.NaN]) {
    assert.throws(() => truncateToDigits(new Uint8Array(20), digits), RangeError);
  }
  assert.throws(() => truncateToDigits(new Uint8Array(19), 6), RangeError);
});

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { finishHmac, hmacSha256, hmacSha256Key, hmacSha256WithPrefix } from './hmac-sha256.ts';
import rfc4231 from './vectors/rfc4231.json' with { type: 'json' };
import wycheproof from './vectors/wycheproof-hmac-sha256.json' with { type: 'json' };

function tagOf(vector: {
  readonly keyHex: string;
  readonly messageHex: string;
  readonly tagHex: string;
}): string {
  const tag = hmacSha256(
    hmacSha256Key(Buffer.from(vector.keyHex, 'hex')),
    Buffer.from(vector.messageHex, 'hex'),
  );
  return Buffer.from(tag).toString('hex').slice(0, vector.tagHex.length);
}

test('all vectors of RFC 4231', () => {
  assert.equal(rfc4231.vectors.length, 7);
  for (const vector of rfc4231.vectors) assert.equal(tagOf(vector), vector.tagHex);
});

test('all Wycheproof vectors, the wrong tags among them', () => {
  assert.equal(wycheproof.vectors.length, 174);
  for (const vector of wycheproof.vectors) {
    assert.equal(tagOf(vector) === vector.tagHex, vector.valid, `vector ${vector.id}`);
  }
});

test('HMAC is the platform’s for every key, prefix and suffix, however the message is cut', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.uint8Array({ maxLength: 300 }),
      fc.uint8Array({ maxLength: 56 }),
      (keyBytes, prefix, suffix) => {
        const prepared = hmacSha256WithPrefix(hmacSha256Key(keyBytes), prefix);
        const expected = createHmac('sha256', keyBytes).update(prefix).update(suffix).digest();
        assert.deepEqual(Buffer.from(finishHmac(prepared, suffix)), expected);
      },
    ),
    { numRuns: 2_000 },
  );
});

test('a prepared HMAC is not used up: many messages may be finished from it, interleaved with others', () => {
  const one = hmacSha256WithPrefix(hmacSha256Key(Uint8Array.of(1)), new Uint8Array(100));
  const other = hmacSha256WithPrefix(hmacSha256Key(Uint8Array.of(2)), new Uint8Array(30));
  const first = finishHmac(one, Uint8Array.of(7));
  finishHmac(other, Uint8Array.of(8));
  assert.deepEqual(finishHmac(one, Uint8Array.of(7)), first);
  assert.notDeepEqual(finishHmac(one, Uint8Array.of(8)), first);
});

test('a key or prefix that its owner overwrites afterwards changes nothing', () => {
  const keyBytes = new Uint8Array(32).fill(1);
  const prefix = new Uint8Array(70).fill(2);
  const prepared = hmacSha256WithPrefix(hmacSha256Key(keyBytes), prefix);
  const before = finishHmac(prepared, new Uint8Array(8));
  keyBytes.fill(0);
  prefix.fill(0);
  assert.deepEqual(finishHmac(prepared, new Uint8Array(8)), before);
});

test('a suffix beyond 56 bytes is refused', () => {
  const prepared = hmacSha256WithPrefix(hmacSha256Key(new Uint8Array(32)), new Uint8Array(0));
  assert.throws(() => finishHmac(prepared, new Uint8Array(57)), RangeError);
});

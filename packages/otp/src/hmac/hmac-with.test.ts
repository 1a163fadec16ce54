import assert from 'node:assert/strict';
import { createHmac, createSecretKey } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { hmacWithNode } from './hmac-with-node.ts';
import { hmacWithSha1 } from './hmac-with-sha1.ts';
import { hmacWithSha256 } from './hmac-with-sha256.ts';
import { hmacWithSha512 } from './hmac-with-sha512.ts';
import type { Hmac } from './hmac.ts';
import rfc2202 from './vectors/rfc2202.json' with { type: 'json' };
import rfc4231Sha512 from './vectors/rfc4231-sha512.json' with { type: 'json' };
import rfc4231 from './vectors/rfc4231.json' with { type: 'json' };
import wycheproof from './vectors/wycheproof-hmac-sha256.json' with { type: 'json' };

const ways = [
  { hash: 'SHA1', own: hmacWithSha1, published: rfc2202.vectors },
  { hash: 'SHA256', own: hmacWithSha256, published: rfc4231.vectors },
  { hash: 'SHA512', own: hmacWithSha512, published: rfc4231Sha512.vectors },
] as const;

function tagOf(hmac: Hmac, messageHex: string): string {
  return Buffer.from(hmac(Buffer.from(messageHex, 'hex'))).toString('hex');
}

for (const { hash, own, published } of ways) {
  test(`all published vectors of HMAC with ${hash}, by our own code and by node:crypto`, () => {
    assert.equal(published.length, 7);
    for (const { keyHex, messageHex, tagHex } of published) {
      const key = Buffer.from(keyHex, 'hex');
      assert.equal(tagOf(own(key), messageHex).slice(0, tagHex.length), tagHex);
      assert.equal(tagOf(hmacWithNode(createHmac, hash, key), messageHex).slice(0, tagHex.length), tagHex);
    }
  });

  test(`our HMAC with ${hash} is the platform’s for any key and message, also when keys take turns`, () => {
    const anyBytes = fc.uint8Array({ minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(anyBytes, anyBytes, anyBytes, (one, other, message) => {
        const [first, second] = [own(one), own(other)];
        second(message);
        const expected = createHmac(hash, one).update(message).digest();
        assert.deepEqual(Buffer.from(first(message)), expected);
        assert.deepEqual(Buffer.from(hmacWithNode(createHmac, hash, one)(message)), expected);
      }),
      { numRuns: 300 },
    );
  });
}

test('all Wycheproof vectors pass through the adapters, the wrong tags among them', () => {
  for (const { id, keyHex, messageHex, tagHex, valid } of wycheproof.vectors) {
    const key = Buffer.from(keyHex, 'hex');
    for (const hmac of [hmacWithSha256(key), hmacWithNode(createHmac, 'SHA256', key)]) {
      assert.equal(tagOf(hmac, messageHex).slice(0, tagHex.length) === tagHex, valid, `vector ${id}`);
    }
  }
});

test('a secret key object of Node is taken as it is', () => {
  const key = Uint8Array.of(1, 2, 3);
  const message = Uint8Array.of(4);
  assert.deepEqual(
    hmacWithNode(createHmac, 'SHA1', createSecretKey(key))(message),
    Buffer.from(hmacWithSha1(key)(message)),
  );
});

test('each HMAC is an array of its own: a second one does not change the first', () => {
  const hmac = hmacWithSha1(Uint8Array.of(1));
  const first = hmac(Uint8Array.of(1));
  const copy = first.slice();
  hmac(Uint8Array.of(2));
  assert.deepEqual(first, copy);
});

test('a text, another view and no bytes at all are refused as keys, and none is repeated in the error', () => {
  const base32 = 'JBSWY3DPEHPK3PXP';
  const makers: readonly ((key: never) => Hmac)[] = [
    hmacWithSha1,
    hmacWithSha256,
    hmacWithSha512,
    (key) => hmacWithNode(createHmac, 'SHA1', key),
  ];
  for (const make of makers) {
    for (const key of [base32, new Uint16Array(16), new DataView(new ArrayBuffer(20))]) {
      assert.throws(
        () => make(key as never),
        (error) => error instanceof TypeError && !error.message.includes(base32),
      );
    }
    assert.throws(() => make(new Uint8Array(0) as never), RangeError);
  }
});

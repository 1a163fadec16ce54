import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hmacWithSha1 } from '../hmac/hmac-with-sha1.ts';
import { hmacWithSha256 } from '../hmac/hmac-with-sha256.ts';
import { hmacWithSha512 } from '../hmac/hmac-with-sha512.ts';
import { makeHotp } from '../hotp/make-hotp.ts';
import { makeOcra } from '../ocra/make-ocra.ts';
import { ocraSuite } from '../ocra/parse-ocra-suite.ts';
import { makeTotp } from '../totp/make-totp.ts';
import { hmacWithCryptoKey, hmacWithWebCrypto, type SubtleHmac } from './hmac-with-web-crypto.ts';
import {
  makeHotpAsync,
  makeOcraAsync,
  makeTotpAsync,
  verifyHotpAsync,
  verifyOcraAsync,
  verifyTotpAsync,
} from './otp-async.ts';

const { subtle } = globalThis.crypto;
const key = Uint8Array.from({ length: 20 }, (_, index) => index);

test('HMAC by WebCrypto is ours, for every hash and keys of any length', async () => {
  const ways = [
    ['SHA1', hmacWithSha1],
    ['SHA256', hmacWithSha256],
    ['SHA512', hmacWithSha512],
  ] as const;
  for (const [hash, own] of ways) {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.uint8Array(),
        async (bytes, message) => {
          const hmac = await hmacWithWebCrypto(subtle, hash, Uint8Array.from(bytes));
          assert.deepEqual(await hmac(Uint8Array.from(message)), own(bytes)(message));
        },
      ),
      { numRuns: 50 },
    );
  }
});

test('the key that WebCrypto is given can’t be read out again, and can do nothing but sign', async () => {
  const imported: CryptoKey[] = [];
  const watching: SubtleHmac<CryptoKey> = {
    importKey: async (format, keyData, algorithm, extractable, usages) => {
      const cryptoKey = await subtle.importKey(format, keyData, algorithm, extractable, usages);
      imported.push(cryptoKey);
      return cryptoKey;
    },
    sign: (algorithm, cryptoKey, data) => subtle.sign(algorithm, cryptoKey, data),
  };
  await hmacWithWebCrypto(watching, 'SHA256', key);
  assert.equal(imported.length, 1);
  assert.equal(imported[0]?.extractable, false);
  assert.deepEqual(imported[0]?.usages, ['sign']);
});

test('a key derived with 256 bits makes the passwords of its 32 bytes; without a length it makes others', async () => {
  const secret = await subtle.importKey('raw', new Uint8Array(32).fill(1), 'HKDF', false, [
    'deriveKey',
    'deriveBits',
  ]);
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(16), info: new Uint8Array(0) };
  const bytes = new Uint8Array(await subtle.deriveBits(hkdf, secret, 256));
  const derive = async (algorithm: HmacImportParams): Promise<string> =>
    makeHotpAsync({
      hmac: hmacWithCryptoKey(subtle, await subtle.deriveKey(hkdf, secret, algorithm, false, ['sign'])),
      counter: 0,
      digits: 8,
    });
  const expected = makeHotp({ hmac: hmacWithSha256(bytes), counter: 0, digits: 8 });
  assert.equal(await derive({ name: 'HMAC', hash: 'SHA-256', length: 256 }), expected);
  assert.notEqual(await derive({ name: 'HMAC', hash: 'SHA-256' }), expected);
});

test('passwords are those of the functions that do not wait', async () => {
  const [own, hmac] = [hmacWithSha1(key), await hmacWithWebCrypto(subtle, 'SHA1', key)];
  const suite = ocraSuite('OCRA-1:HOTP-SHA1-6:QN08');
  assert.equal(
    await makeHotpAsync({ hmac, counter: 7, digits: 7 }),
    makeHotp({ hmac: own, counter: 7, digits: 7 }),
  );
  assert.equal(await makeTotpAsync({ hmac, unixSeconds: 1e9 }), makeTotp({ hmac: own, unixSeconds: 1e9 }));
  const question = '12345678';
  assert.equal(await makeOcraAsync({ hmac, suite, question }), makeOcra({ hmac: own, suite, question }));
});

test('a password verifies once, by counter, time or challenge', async () => {
  const [own, hmac] = [hmacWithSha1(key), await hmacWithWebCrypto(subtle, 'SHA1', key)];
  const hotp = { hmac, password: makeHotp({ hmac: own, counter: 3 }) };
  assert.deepEqual(await verifyHotpAsync({ ...hotp, lastAccepted: 1 }), { ok: true, lastAccepted: 3 });
  assert.deepEqual(await verifyHotpAsync({ ...hotp, lastAccepted: 3 }), {
    ok: false,
    error: 'password_used',
  });
  const totp = { hmac, unixSeconds: 60, password: makeTotp({ hmac: own, unixSeconds: 60 }) };
  assert.deepEqual(await verifyTotpAsync({ ...totp, lastAccepted: null }), { ok: true, lastAccepted: 2 });
  const suite = ocraSuite('OCRA-1:HOTP-SHA1-6:QN08');
  const ocra = { hmac, suite, question: '1', lastAccepted: null };
  const password = makeOcra({ hmac: own, suite, question: '1' });
  assert.deepEqual(await verifyOcraAsync({ ...ocra, password }), { ok: true, lastAccepted: null });
  assert.deepEqual(await verifyOcraAsync({ ...ocra, password: '1' }), {
    ok: false,
    error: 'password_malformed',
  });
});

test('wrong inputs reject, a text for a key among them', async () => {
  await assert.rejects(hmacWithWebCrypto(subtle, 'SHA1', 'JBSWY3DPEHPK3PXP' as never), TypeError);
  await assert.rejects(hmacWithWebCrypto(subtle, 'SHA1', new Uint8Array(0)), RangeError);
  const hmac = await hmacWithWebCrypto(subtle, 'SHA1', key);
  await assert.rejects(makeTotpAsync({ hmac, unixSeconds: -1 }), RangeError);
  await assert.rejects(makeHotpAsync({ hmac, counter: 0, digits: 5 as never }), RangeError);
});

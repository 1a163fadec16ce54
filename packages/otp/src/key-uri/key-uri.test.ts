import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { base32Text } from '../bytes/base32.ts';
import type { KeyUri } from './key-uri.ts';
import { makeKeyUri } from './make-key-uri.ts';
import { parseKeyUri } from './parse-key-uri.ts';

const key = Buffer.from('Hello!\u00de\u00ad\u00be\u00ef', 'latin1');
const usual = { issuer: null, account: 'alice', key, hash: 'SHA1', digits: 6 } as const;

/** A deepEqual that does not mind which kind of bytes a key is. */
function parsed(text: string): unknown {
  const result = parseKeyUri(text);
  return result.ok ? { ...result.keyUri, key: Buffer.from(result.keyUri.key) } : result.error;
}

test('what a key URI does not say is as usual', () => {
  assert.deepEqual(parsed('otpauth://totp/alice?secret=JBSWY3DPEHPK3PXP'), {
    type: 'totp',
    ...usual,
    periodSeconds: 30,
  });
  assert.deepEqual(parsed('otpauth://hotp/alice?secret=JBSWY3DPEHPK3PXP&counter=18446744073709551615'), {
    type: 'hotp',
    ...usual,
    counter: '18446744073709551615',
  });
});

test('everything that a key URI can say is read, as the world writes it', () => {
  const expected = {
    type: 'totp',
    issuer: 'ACME Co',
    account: 'john.doe@email.com',
    key,
    hash: 'SHA256',
    digits: 8,
    periodSeconds: 60,
  };
  const rest = '&algorithm=SHA256&digits=8&period=60';
  const spellings = [
    `otpauth://totp/ACME%20Co:john.doe@email.com?secret=JBSWY3DPEHPK3PXP&issuer=ACME%20Co${rest}`,
    `otpauth://totp/ACME%20Co%3A%20john.doe%40email.com?secret=jbsw%20y3dp-ehpk+3pxp${rest}`,
    `OTPAUTH://TOTP/john.doe@email.com?SECRET=JBSWY3DPEHPK3PXP======&issuer=ACME+Co&algorithm=sha-256&digits=8&period=60`,
    `otpauth://totp/Old:john.doe@email.com?issuer=ACME%20Co&secret=JBSWY3DPEHPK3PXP${rest}&image=https%3A%2F%2Fx&lock#x`,
  ];
  for (const text of spellings) assert.deepEqual(parsed(text), expected, text);
});

test('what is written reads back the same, in any script', () => {
  const anyName = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    .map((text) => text.replaceAll(':', '').trim())
    .filter((text) => text !== '');
  const parts = {
    issuer: fc.option(anyName),
    account: anyName,
    key: fc.uint8Array({ minLength: 1, maxLength: 128 }).map((bytes) => Buffer.from(bytes)),
    hash: fc.constantFrom('SHA1' as const, 'SHA256' as const, 'SHA512' as const),
    digits: fc.constantFrom(6 as const, 7 as const, 8 as const),
  };
  const periodSeconds = fc.integer({ min: 1, max: 3600 });
  const counter = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((value) => {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  });
  const anyKeyUri = fc.oneof(
    fc.record({ type: fc.constant('totp' as const), ...parts, periodSeconds }),
    fc.record({ type: fc.constant('hotp' as const), ...parts, counter }),
  );
  fc.assert(
    fc.property(anyKeyUri, (keyUri: KeyUri) => {
      const text = makeKeyUri(keyUri);
      assert.match(text, /^[!-~]+$/);
      assert.deepEqual(parsed(text), { ...keyUri });
    }),
    { numRuns: 1_000 },
  );
});

const refused: readonly (readonly [string, string])[] = [
  ['', 'key_uri_malformed'],
  ['https://totp/alice?secret=JBSWY3DPEHPK3PXP', 'key_uri_malformed'],
  ['otpauth://totp?secret=JBSWY3DPEHPK3PXP', 'key_uri_malformed'],
  ['otpauth://totp/alice', 'key_uri_malformed'],
  ['otpauth://totp/%?secret=JBSWY3DPEHPK3PXP', 'key_uri_malformed'],
  ['otpauth://totp/alice?secret=%ff', 'key_uri_malformed'],
  ['otpauth://steam/alice?secret=JBSWY3DPEHPK3PXP', 'key_uri_type_unknown'],
  ['otpauth://totp/?secret=JBSWY3DPEHPK3PXP', 'key_uri_account_missing'],
  ['otpauth://totp/ACME:?secret=JBSWY3DPEHPK3PXP', 'key_uri_account_missing'],
  ['otpauth://totp/alice?secret=JBSWY3DPEHPK3PXP&secret=AAAAAAAA', 'key_uri_parameter_repeated'],
  ['otpauth://totp/alice?digits=6', 'key_uri_secret_missing'],
  ['otpauth://totp/alice?secret=', 'key_uri_secret_missing'],
  ['otpauth://totp/alice?secret=JBSWY3DPEHPK3PX1', 'key_uri_secret_malformed'],
  ['otpauth://totp/alice?secret=J', 'key_uri_secret_malformed'],
  ['otpauth://totp/alice?secret=====', 'key_uri_secret_malformed'],
  [`otpauth://totp/alice?secret=${base32Text(new Uint8Array(129))}`, 'key_uri_secret_malformed'],
  ['otpauth://totp/alice?secret=JBSWY3DPEHPK3PXP&algorithm=MD5', 'key_uri_algorithm_unknown'],
  ['otpauth://totp/alice?secret=JBSWY3DPEHPK3PXP&digits=10', 'key_uri_digits_unknown'],
  ['otpauth://totp/alice?secret=JBSWY3DPEHPK3PXP&period=0', 'key_uri_period_unknown'],
  ['otpauth://totp/alice?secret=JBSWY3DPEHPK3PXP&period=3601', 'key_uri_period_unknown'],
  ['otpauth://hotp/alice?secret=JBSWY3DPEHPK3PXP', 'key_uri_counter_missing'],
  ['otpauth://hotp/alice?secret=JBSWY3DPEHPK3PXP&counter=-1', 'key_uri_counter_malformed'],
  ['otpauth://hotp/alice?secret=JBSWY3DPEHPK3PXP&counter=18446744073709551616', 'key_uri_counter_malformed'],
  [`otpauth://totp/alice?secret=JBSWY3DPEHPK3PXP&image=${'x'.repeat(1_000_000)}`, 'key_uri_too_long'],
];

test('each mistake in a key URI has its own name', () => {
  for (const [text, error] of refused) {
    assert.deepEqual(parseKeyUri(text), { ok: false, error }, text.slice(0, 80));
  }
});

test('no text makes the parser throw', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !parseKeyUri(text).ok));
  fc.assert(
    fc.property(
      fc.stringMatching(
        /^otpauth:\/\/[th]otp\/[a-z%:]{0,5}\?(secret=[A-Z2-7=]{0,9}|&|counter=[0-9]{1,25}){1,4}$/,
      ),
      (text) => {
        const result = parseKeyUri(text);
        assert.ok(!result.ok || result.keyUri.key.length > 0);
      },
    ),
  );
});

test('wrong parts are thrown back, and no error holds one of them', () => {
  const good = { type: 'totp', ...usual, periodSeconds: 30 } as const;
  const secretText = 'JBSWY3DPEHPK3PXP';
  const wrong = [
    { ...good, account: '' },
    { ...good, account: 'ACME:alice' },
    { ...good, account: ' alice' },
    { ...good, account: '\ud800' },
    { ...good, issuer: '' },
    { ...good, issuer: 'A:B' },
    { ...good, key: new Uint8Array(0) },
    { ...good, key: new Uint8Array(129) },
    { ...good, key: secretText },
    { ...good, digits: 9 },
    { ...good, periodSeconds: 0 },
    { ...good, periodSeconds: 30.5 },
    { ...good, hash: 'MD5' },
    { ...good, type: 'steam' },
    { ...good, account: 'é'.repeat(400) },
    { ...usual, type: 'hotp', counter: -1 },
  ];
  for (const keyUri of wrong) {
    assert.throws(
      () => makeKeyUri(keyUri as KeyUri),
      (error) =>
        error instanceof Error && !error.message.includes(secretText) && !error.message.includes('alice'),
    );
  }
});

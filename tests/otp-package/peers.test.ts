import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import {
  hmacWithSha1,
  makeHotp,
  makeTotp,
  parseKeyUri,
  parseOcraSuite,
  verifyHotp,
  verifyTotp,
} from '@tallystick/otp';
import { hotp as notpHotp } from 'notp';
import * as otpauth from 'otpauth';
import * as otplib from 'otplib';
import * as speakeasy from 'speakeasy';

import { referenceHotp } from '../../bench/otp/reference-hotp.ts';
import { tableOf } from './readme-table.ts';

// The README says what other packages do. Each such word is found out here by running them, not by reading about them.

const houseRoot = join(import.meta.dirname, '..', '..');
const key = Buffer.from('12345678901234567890', 'ascii');
const hmac = hmacWithSha1(key);
const secret = new otpauth.Secret({ buffer: Uint8Array.from(key).buffer });
const unixSeconds = 3_000;

const packages = ['otp', 'otplib', 'otpauth', 'notp', 'speakeasy'] as const;
type Name = (typeof packages)[number];

const codeOf: Readonly<Record<Name, (counter: number) => string>> = {
  otp: (counter) => makeHotp({ hmac, counter }),
  otplib: (counter) => otplib.generateSync({ strategy: 'hotp', secret: key, counter }),
  otpauth: (counter) => new otpauth.HOTP({ secret }).generate({ counter }),
  notp: (counter) => notpHotp.gen(key, { counter }),
  speakeasy: (counter) => speakeasy.hotp({ secret: key, counter }),
};

/** Whether a password of the counter before the expected one is taken, where nothing was said about windows. */
const takesOlderCounter: Readonly<Record<Name, () => boolean>> = {
  otp: () => verifyHotp({ hmac, password: referenceHotp(key, 99), lastAccepted: 99 }).ok,
  otplib: () =>
    otplib.verifySync({ strategy: 'hotp', secret: key, token: referenceHotp(key, 99), counter: 100 }).valid,
  otpauth: () =>
    new otpauth.HOTP({ secret }).validate({ token: referenceHotp(key, 99), counter: 100 }) !== null,
  notp: () => notpHotp.verify(referenceHotp(key, 99), key, { counter: 100 }) !== null,
  speakeasy: () =>
    speakeasy.hotp.verifyDelta({ secret: key, token: referenceHotp(key, 99), counter: 100 }) !== undefined,
};

const past = 1_000;
const takesOlderStep: Readonly<Record<Name, () => boolean>> = {
  otp: () =>
    verifyTotp({
      hmac,
      password: makeTotp({ hmac, unixSeconds: past }),
      unixSeconds: past + 30,
      lastAccepted: null,
    }).ok,
  otplib: () =>
    otplib.verifySync({
      secret: key,
      token: otplib.generateSync({ secret: key, epoch: past }),
      epoch: past + 30,
    }).valid,
  otpauth: () => {
    const totp = new otpauth.TOTP({ secret });
    const token = totp.generate({ timestamp: past * 1000 });
    return totp.validate({ token, timestamp: (past + 30) * 1000 }) !== null;
  },
  // Its clock can’t be set; it looks at counters by the same function.
  notp: () => takesOlderCounter.notp(),
  speakeasy: () =>
    speakeasy.totp.verifyDelta({
      secret: key,
      token: referenceHotp(key, Math.floor(past / 30)),
      time: past + 30,
    }) !== undefined,
};

/** The highest power of two from which on counters are no longer right, or are refused. */
function exactTo(name: Name): string {
  const powers = [31, 32, 53];
  const wrong = powers.find((power) => !isRight(name, 2 ** power));
  if (wrong !== undefined) return `2^${wrong}`;
  // Beyond 2^53 a number can’t say which counter is meant; only otp takes text.
  return name === 'otp' && makeHotp({ hmac, counter: '9007199254740993' }) === '354518' ? '2^64' : '2^53';
}

function isRight(name: Name, counter: number): boolean {
  try {
    // The counter 2^53 itself can still be told from its neighbour below.
    return counter === 2 ** 53
      ? codeOf[name](counter - 1) === referenceHotp(key, counter - 1)
      : codeOf[name](counter) === referenceHotp(key, counter);
  } catch {
    return false;
  }
}

function manifestOf(name: string): {
  readonly dependencies?: object;
  readonly types?: string;
  readonly version: string;
} {
  return JSON.parse(
    readFileSync(join(houseRoot, 'node_modules', name, 'package.json'), 'utf8'),
  ) as ReturnType<typeof manifestOf>;
}

function sourceOf(...path: readonly string[]): string {
  return readFileSync(join(houseRoot, 'node_modules', ...path), 'utf8');
}

function cellsOf(cell: (name: Name) => string): readonly string[] {
  return packages.map(cell);
}

/** 10281 is the first counter of this key whose number has five digits, so that the password begins with a zero. */
const counterOfShortNumber = 10_281;

const facts: Readonly<Record<string, () => readonly string[]>> = {
  'OCRA (RFC 6287)': () => {
    assert.ok(parseOcraSuite('OCRA-1:HOTP-SHA512-10:C-QA64-PSHA512-S512-T48H').ok);
    for (const module of [otplib, otpauth, speakeasy])
      assert.ok(!Object.keys(module).some((each) => /ocra/i.test(each)));
    return cellsOf((name) => (name === 'otp' ? 'whole' : 'no'));
  },
  'takes an older HOTP password by default': () => cellsOf((name) => yesOrNo(takesOlderCounter[name]())),
  'takes an older TOTP password by default': () => cellsOf((name) => yesOrNo(takesOlderStep[name]())),
  'window 0 means none': () => {
    const old = referenceHotp(key, 60);
    assert.equal(notpHotp.verify(old, key, { counter: 100, window: 0 })?.delta, -40);
    assert.equal(new otpauth.HOTP({ secret }).validate({ token: old, counter: 100, window: 0 }), null);
    return cellsOf((name) => (name === 'notp' ? 'no, 50' : 'yes'));
  },
  'refuses a password that was used': () => {
    const first = otplib.generateSync({ secret: key, epoch: unixSeconds });
    const again = { secret: key, token: first, epoch: unixSeconds };
    assert.ok(otplib.verifySync(again).valid);
    assert.ok(!otplib.verifySync({ ...again, afterTimeStep: unixSeconds / 30 }).valid);
    const used = verifyTotp({ hmac, password: first, unixSeconds, lastAccepted: unixSeconds / 30 });
    assert.deepEqual(used, { ok: false, error: 'password_used' });
    return ['always', 'TOTP, if asked', 'no', 'no', 'no'];
  },
  'counters right below': () => cellsOf(exactTo),
  'every password right': () =>
    cellsOf((name) =>
      codeOf[name](counterOfShortNumber) === referenceHotp(key, counterOfShortNumber)
        ? 'yes'
        : 'no, short ones',
    ),
  'compares in constant time': () => {
    assert.match(sourceOf('otpauth', 'dist', 'otpauth.node.mjs'), /timingSafeEqual\(token, generatedToken\)/);
    for (const part of ['totp', 'hotp']) {
      assert.match(sourceOf('@otplib', part, 'dist', 'index.js'), /constantTimeEqual\(\w+,\w+\)/);
    }
    assert.match(sourceOf('notp', 'index.js'), /this\.gen\(key, opt\) === token/);
    assert.match(sourceOf('speakeasy', 'index.js'), /parseInt\(exports\.hotp\(options\), 10\) === token/);
    return ['yes', 'yes', 'yes', 'no', 'no'];
  },
  'key URIs': () => {
    const uri = otplib.generateURI({
      issuer: 'Bank',
      label: 'ann',
      secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    });
    assert.ok(!Object.keys(otplib).some((each) => /parse/i.test(each)));
    assert.match(sourceOf('@otplib', 'uri', 'dist', 'index.d.ts'), /parse/);
    assert.ok(otpauth.URI.parse(uri) instanceof otpauth.TOTP);
    assert.ok(parseKeyUri(uri).ok);
    assert.match(speakeasy.otpauthURL({ secret: 'a', label: 'ann' }), /^otpauth:/);
    return ['read, write', 'write; `@otplib/uri` reads', 'read, write', 'no', 'write'];
  },
  dependencies: () =>
    cellsOf((name) =>
      name === 'otp' ? '0' : String(Object.keys(manifestOf(name).dependencies ?? {}).length),
    ),
  types: () => cellsOf((name) => (name === 'otp' ? 'yes' : yesOrNo(manifestOf(name).types !== undefined))),
};

function yesOrNo(holds: boolean): string {
  return holds ? 'yes' : 'no';
}

const readme = readFileSync(join(houseRoot, 'packages', 'otp', 'README.md'), 'utf8');
const rows = tableOf(readme, 'What it does');

for (const [label, find] of Object.entries(facts)) {
  test(`the README says of otp and its peers what they do: ${label}`, () => {
    const row = rows.find(([first]) => first === label);
    assert.deepEqual(row, [label, ...find()]);
  });
}

test('the README’s table has no row that is not found out here, and names the versions that were tried', () => {
  const unproved = rows.map(([label = '']) => label).filter((label) => !Object.hasOwn(facts, label));
  assert.deepEqual(unproved, ['codes per second per core']);
  for (const name of packages.slice(1))
    assert.ok(readme.includes(`${name} ${manifestOf(name).version}`), name);
});

test('the README’s codes a second are those of the last bench', () => {
  const results = readFileSync(join(houseRoot, 'bench', 'otp', 'RESULTS.md'), 'utf8');
  const measured = tableOf(results, 'HOTP, SHA-1, six digits, one core');
  const medianOf = (name: string): string => {
    const cell = measured.find(([first]) => first?.startsWith(name))?.[1] ?? '';
    return (Math.round(Number(cell.split(' ')[0]?.replaceAll(',', '')) / 1000) * 1000).toLocaleString(
      'en-GB',
    );
  };
  const row = rows.find(([label]) => label === 'codes per second per core');
  assert.deepEqual(row?.slice(1), packages.map(medianOf));
});

import assert from 'node:assert/strict';
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { challengeQr, parseChallengeQr } from './challenge-qr.ts';
import { parseTillStickerQr, tillStickerMessage, tillStickerQr } from './till-sticker.ts';

const operator = generateKeyPairSync('ed25519');
const sticker = { tillNumber: '0000042', name: 'Café Orange' };

function signed(message: Uint8Array): Buffer {
  return sign(null, message, operator.privateKey);
}

test('a sticker is read back with the operator’s signature, which another name or number breaks', () => {
  const qr = tillStickerQr(sticker, signed(tillStickerMessage(sticker)));
  const read = parseTillStickerQr(` ${qr}\n`);
  assert.ok(read.ok);
  assert.deepEqual({ tillNumber: read.tillNumber, name: read.name }, sticker);
  assert.ok(verify(null, tillStickerMessage(read), operator.publicKey, read.signature));
  for (const change of [{ name: 'Café Orangé' }, { tillNumber: '0000043' }]) {
    const forged = tillStickerMessage({ ...read, ...change });
    assert.ok(!verify(null, forged, operator.publicKey, read.signature));
  }
});

test('a sticker signs its version, its number and its name, one a line', () => {
  assert.equal(
    Buffer.from(tillStickerMessage(sticker)).toString(),
    'tallystick/till/v1\n0000042\nCafé Orange',
  );
});

test('every sticker reads back', () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((text) => {
    const bytes = Buffer.byteLength(text);
    return bytes <= 400 && !/\p{Cc}/u.test(text);
  });
  const tillNumber = fc.integer({ min: 1, max: 8_999_999 }).map((number) => String(number).padStart(7, '0'));
  fc.assert(
    fc.property(
      fc.record({ tillNumber, name }),
      fc.uint8Array({ minLength: 64, maxLength: 64 }),
      (made, signature) => {
        const read = parseTillStickerQr(tillStickerQr(made, signature));
        assert.deepEqual(read, { ok: true, ...made, signature });
      },
    ),
  );
});

test('the longest sticker fits, and a sticker that can’t be is neither written nor read', () => {
  const signature = new Uint8Array(64);
  const longest = tillStickerQr({ tillNumber: '8999999', name: '𐍈'.repeat(100) }, signature);
  assert.equal(longest.length, 638);
  assert.ok(parseTillStickerQr(longest).ok);
  const mistakes = [
    { ...sticker, tillNumber: '0000000' },
    { ...sticker, tillNumber: '9000000' },
    { ...sticker, tillNumber: '42' },
    { ...sticker, name: '' },
    { ...sticker, name: 'two\nlines' },
    { ...sticker, name: 'x'.repeat(401) },
    { ...sticker, name: '\ud800' },
  ];
  for (const mistake of mistakes) {
    assert.throws(() => tillStickerQr(mistake, signature), RangeError, JSON.stringify(mistake));
    assert.throws(() => tillStickerMessage(mistake), RangeError, JSON.stringify(mistake));
  }
  assert.throws(() => tillStickerQr(sticker, new Uint8Array(63)), RangeError);
  const good = tillStickerQr(sticker, signature);
  const spellings = [
    ...[good.replace('T:', 'Q:'), good.replace('0000042', '9000042'), good.replace('0000042', '42')],
    ...[`${good}=`, `${good}:`, good.slice(0, -1), good.replace(/:[^:]*:/, '::'), '', 'TALLY1:T:'],
    good.replace(/[^:]*$/, ''),
    `TALLY1:T:0000042:Cg:${'A'.repeat(86)}`,
    `TALLY1:T:0000042:_w:${'A'.repeat(86)}`,
    `${good}${' '.repeat(700)}`,
  ];
  for (const spelling of spellings)
    assert.deepEqual(parseTillStickerQr(spelling), { ok: false, error: 'sticker_malformed' }, spelling);
});

test('a challenge is read back, with the amount where it has one', () => {
  const plain = { challenge: '9000001', amount: null };
  const exact = { challenge: '9999999', amount: { minorUnits: '999999999999', currency: 'EUR' } };
  assert.equal(challengeQr(plain), 'TALLY1:Q:9000001');
  assert.equal(challengeQr(exact), 'TALLY1:Q:9999999:999999999999:EUR');
  for (const made of [plain, exact]) {
    assert.deepEqual(parseChallengeQr(` ${challengeQr(made)}\r\n`), { ok: true, ...made });
  }
});

test('a challenge that can’t be is neither written nor read', () => {
  const amount = { minorUnits: '450', currency: 'EUR' };
  const mistakes = [
    { challenge: '8999999', amount: null },
    { challenge: '900000', amount: null },
    { challenge: '9000001', amount: { ...amount, minorUnits: '0450' } },
    { challenge: '9000001', amount: { ...amount, minorUnits: '0' } },
    { challenge: '9000001', amount: { ...amount, currency: 'eur' } },
  ];
  for (const mistake of mistakes) assert.throws(() => challengeQr(mistake), RangeError);
  const spellings = [
    ...['TALLY1:Q:0000042', 'TALLY1:Q:9000001:', 'TALLY1:Q:9000001:450', 'TALLY1:Q:9000001:450:EUR:'],
    ...[
      'TALLY1:Q:9000001:0450:EUR',
      'TALLY1:Q:9000001:450:eur',
      'TALLY1:T:9000001',
      'TALLY1:Q:',
      '',
      '9000001',
    ],
    `TALLY1:Q:9000001${' '.repeat(64)}`,
  ];
  for (const spelling of spellings)
    assert.deepEqual(parseChallengeQr(spelling), { ok: false, error: 'challenge_malformed' }, spelling);
});

test('no text makes the readers throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      parseChallengeQr(`TALLY1:Q:${text}`);
      parseTillStickerQr(`TALLY1:T:${text}`);
    }),
    { numRuns: 2_000 },
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { activationQr, encodeActivationCode, parseActivationCode } from './activation-code.ts';
import { activationIdMessage } from './activation-id-message.ts';

const anyCode = fc.uint8Array({ minLength: 16, maxLength: 16 });
const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The definition, by BigInt: 130 bits, of which the first two are zero. */
function expectedText(code: Uint8Array): string {
  let number = BigInt(`0x${Buffer.from(code).toString('hex')}`);
  let text = '';
  for (let place = 0; place < 26; place += 1) {
    text = crockford.charAt(Number(number % 32n)) + text;
    number /= 32n;
  }
  return text;
}

test('a code is 26 characters of Crockford’s base 32 and reads back', () => {
  fc.assert(
    fc.property(anyCode, (code) => {
      const text = encodeActivationCode(code);
      assert.equal(text, expectedText(code));
      assert.deepEqual(parseActivationCode(text), { ok: true, code: Uint8Array.from(code) });
    }),
  );
  assert.equal(encodeActivationCode(new Uint8Array(16).fill(0xff)), `7${'Z'.repeat(25)}`);
});

test('a person may write small letters, groups, I or L for 1 and O for 0; a scanner its additions', () => {
  const code = Uint8Array.from({ length: 16 }, (_, index) => (index === 0 ? 0x08 : index % 3));
  const text = encodeActivationCode(code);
  assert.match(text, /1/);
  const spellings = [
    text.toLowerCase(),
    text.replace(/(.{5})/g, '$1-'),
    text.replace(/(.{4})/g, '$1 '),
    text.replaceAll('1', 'I').replaceAll('0', 'O'),
    text.replaceAll('1', 'l').replaceAll('0', 'o'),
    activationQr(text),
    `${activationQr(text).toLowerCase()}\r\n`,
    `]Q1${activationQr(text)}`,
    text.replace(/./g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0)),
  ];
  for (const spelling of spellings) {
    assert.deepEqual(parseActivationCode(spelling), { ok: true, code }, spelling);
  }
});

test('each mistake in a code has its own name', () => {
  const good = encodeActivationCode(new Uint8Array(16));
  const mistakes: readonly (readonly [string, string])[] = [
    ['', 'activation_wrong_length'],
    [good.slice(1), 'activation_wrong_length'],
    [`${good}0`, 'activation_wrong_length'],
    ['0'.repeat(1_000_000), 'activation_wrong_length'],
    [`TALLY1:R:${good}`, 'activation_wrong_length'],
    [good.replace(/.$/, 'U'), 'activation_wrong_character'],
    [good.replace(/.$/, '*'), 'activation_wrong_character'],
    // The small dotless i has I as its capital; it is a mistake all the same.
    [good.replace(/.$/, 'ı'), 'activation_wrong_character'],
    [good.replace(/^./, '8'), 'activation_out_of_range'],
    [good.replace(/^./, 'Z'), 'activation_out_of_range'],
  ];
  for (const [text, error] of mistakes) {
    assert.deepEqual(parseActivationCode(text), { ok: false, error }, text.slice(0, 40));
  }
});

test('no text makes the parser throw, and what it reads is written as 26 characters', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.stringMatching(/^[0-9A-Za-z]{26}$/),
    fc.stringMatching(/^[0-7][0-9A-TV-Za-tv-z]{25}$/),
  );
  let readCount = 0;
  fc.assert(
    fc.property(anyText, (text) => {
      const result = parseActivationCode(text);
      if (!result.ok) return;
      readCount += 1;
      assert.equal(encodeActivationCode(result.code).length, 26);
    }),
    { numRuns: 20_000 },
  );
  assert.ok(readCount > 1_000);
});

test('the id is a hash of a label and the code', () => {
  const code = new Uint8Array(16).fill(0xab);
  const expected = Buffer.concat([Buffer.from('tallystick/activation-id/v1'), code]);
  assert.deepEqual(Buffer.from(activationIdMessage(code)), expected);
});

test('codes of another length and texts that are none are refused', () => {
  assert.throws(() => encodeActivationCode(new Uint8Array(15)), RangeError);
  assert.throws(() => activationIdMessage(new Uint8Array(17)), RangeError);
  assert.throws(() => activationQr('8'.repeat(26)), RangeError);
  assert.throws(() => activationQr('O'.repeat(26)), RangeError);
});

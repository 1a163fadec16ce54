import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { defaultIssuerPrefix, makeNumericPaycode } from './make-numeric-paycode.ts';
import { parseNumericPaycode } from './parse-numeric-paycode.ts';

const example = makeNumericPaycode({
  issuerPrefix: '83',
  alias: '0123456789',
  intent: 0,
  password: '12345678',
});

const parts = fc.record({
  issuerPrefix: fc.constantFrom('83', '00', '99', '24', '31'),
  alias: fc.stringMatching(/^[0-9]{10}$/),
  intent: fc.integer({ min: 0, max: 9 }),
  password: fc.stringMatching(/^[0-9]{8}$/),
});

function errorOf(text: string): string {
  const result = parseNumericPaycode(text, defaultIssuerPrefix);
  return result.ok ? 'none' : result.error;
}

test('every code that is made reads back', () => {
  fc.assert(
    fc.property(parts, ({ issuerPrefix, ...data }) => {
      const digits = makeNumericPaycode({ issuerPrefix, ...data });
      assert.match(digits, /^[0-9]{22}$/);
      assert.deepEqual(parseNumericPaycode(digits, issuerPrefix), { ok: true, data, digits });
    }),
  );
});

test('every single wrong digit and every swap of neighbours is found', () => {
  fc.assert(
    fc.property(parts, ({ issuerPrefix, ...data }) => {
      const digits = makeNumericPaycode({ issuerPrefix, ...data });
      for (let place = 0; place < digits.length; place += 1) {
        for (const wrong of '0123456789'.replace(digits.charAt(place), '')) {
          const changed = digits.slice(0, place) + wrong + digits.slice(place + 1);
          assert.equal(parseNumericPaycode(changed, issuerPrefix).ok, false);
        }
        const next = digits.charAt(place + 1);
        if (next === '' || next === digits.charAt(place)) continue;
        const swapped = digits.slice(0, place) + next + digits.charAt(place) + digits.slice(place + 2);
        assert.equal(parseNumericPaycode(swapped, issuerPrefix).ok, false);
      }
    }),
  );
});

test('what scanners, input methods and people add is taken away', () => {
  const grouped = example.replace(/(....)/g, '$1 ').trim();
  const fullWidth = example.replace(/[0-9]/g, (digit) => String.fromCharCode(0xff10 + Number(digit)));
  const deliveries = [
    `${example}\r\n`,
    `${example}\t`,
    `\n${example}\r`,
    `]C0${example}`,
    `]C1${example}\r`,
    `]Q1${example}\n`,
    ` ]Q3${example}`,
    grouped,
    `${grouped.replaceAll(' ', '-')}\n`,
    grouped.replaceAll(' ', '\u2013'),
    grouped.replaceAll(' ', '\u00a0'),
    fullWidth,
    fullWidth.replace(/(....)/g, '$1\u3000'),
    fullWidth.replace(/(....)/g, '$1\uff0d'),
  ];
  for (const text of deliveries) {
    const result = parseNumericPaycode(text, '83');
    assert.ok(result.ok, JSON.stringify(text));
    assert.equal(result.digits, example);
  }
});

test('each mistake has its own name', () => {
  assert.equal(errorOf(''), 'code_wrong_length');
  assert.equal(errorOf('\r\n'), 'code_wrong_length');
  assert.equal(errorOf(example.slice(1)), 'code_wrong_length');
  assert.equal(errorOf(`${example}0`), 'code_wrong_length');
  assert.equal(errorOf('134567890123456789'), 'code_wrong_length');
  assert.equal(errorOf(`${example.slice(0, 21)}x`), 'code_not_digits');
  assert.equal(errorOf('https://example.org/pay'), 'code_not_digits');
  assert.equal(errorOf(`]C${example}`), 'code_wrong_length');
  assert.equal(errorOf(`${example}]C0`), 'code_not_digits');
  assert.equal(errorOf(example.replace(/^83/, '84')), 'code_unknown_prefix');
  assert.equal(errorOf(example.replace(/.$/, '0')), 'code_check_digit');
});

test('a million digits are refused unread', () => {
  assert.equal(errorOf('8'.repeat(1_000_000)), 'code_wrong_length');
  assert.equal(errorOf(' '.repeat(1_000_000) + example), 'code_wrong_length');
});

test('a part of the wrong form is refused, and its text is not repeated', () => {
  const good = { issuerPrefix: '83', alias: '0123456789', intent: 0, password: '12345678' };
  const mistakes = [
    { issuerPrefix: '13' },
    { issuerPrefix: '8' },
    { alias: '012345678' },
    { alias: '012345678x' },
    { intent: 10 },
    { intent: -1 },
    { intent: 0.5 },
    { password: '1234567' },
    { password: '123456789' },
    { password: '12345678\n' },
    { alias: '01234567890' },
  ];
  for (const mistake of mistakes) {
    assert.throws(
      () => makeNumericPaycode({ ...good, ...mistake }),
      (error) => error instanceof RangeError && !/[0-9]{4}/.test(error.message),
    );
  }
});

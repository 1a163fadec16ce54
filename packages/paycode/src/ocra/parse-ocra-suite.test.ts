import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ocraSuite, parseOcraSuite } from './parse-ocra-suite.ts';

test('a suite with everything is read', () => {
  assert.deepEqual(ocraSuite('OCRA-1:HOTP-SHA512-10:C-QA64-PSHA1-T48H'), {
    text: 'OCRA-1:HOTP-SHA512-10:C-QA64-PSHA1-T48H',
    hash: 'SHA512',
    digits: 10,
    hasCounter: true,
    questionFormat: 'A',
    questionLength: 64,
    pinHash: 'SHA1',
    stepSeconds: 48 * 3600,
  });
});

test('a suite with a question only is read', () => {
  const { hasCounter, pinHash, stepSeconds, digits } = ocraSuite('OCRA-1:HOTP-SHA1-0:QH04');
  assert.deepEqual(
    { hasCounter, pinHash, stepSeconds, digits },
    { hasCounter: false, pinHash: null, stepSeconds: null, digits: 0 },
  );
});

const refused: readonly (readonly [string, string])[] = [
  ['', 'suite_malformed'],
  ['OCRA-1:HOTP-SHA1-6', 'suite_malformed'],
  ['OCRA-1:HOTP-SHA1-6:QN08:QN08', 'suite_malformed'],
  [`OCRA-1:HOTP-SHA1-6:${'Q'.repeat(1_000_000)}`, 'suite_malformed'],
  ['OCRA-2:HOTP-SHA1-6:QN08', 'suite_version_unknown'],
  ['ocra-1:HOTP-SHA1-6:QN08', 'suite_version_unknown'],
  ['OCRA-1:HOTP-MD5-6:QN08', 'suite_function_unknown'],
  ['OCRA-1:HOTP-sha1-6:QN08', 'suite_function_unknown'],
  ['OCRA-1:HOTP-SHA1-3:QN08', 'suite_function_unknown'],
  ['OCRA-1:HOTP-SHA1-11:QN08', 'suite_function_unknown'],
  ['OCRA-1:TOTP-SHA1-6:QN08', 'suite_function_unknown'],
  ['OCRA-1:HOTP-SHA1-6:C', 'suite_inputs_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN08-C', 'suite_inputs_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN08-T1M-PSHA1', 'suite_inputs_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN08-QN08', 'suite_inputs_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN08-', 'suite_inputs_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN08\n', 'suite_inputs_unknown'],
  ['OCRA-1:HOTP-SHA1-6:Q', 'suite_question_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QX08', 'suite_question_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN03', 'suite_question_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN65', 'suite_question_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN8', 'suite_question_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN08-PMD5', 'suite_pin_hash_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN08-P', 'suite_pin_hash_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN08-S064', 'suite_session_unsupported'],
  ['OCRA-1:HOTP-SHA1-6:QN08-T0S', 'suite_time_step_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN08-T60S', 'suite_time_step_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN08-T60M', 'suite_time_step_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN08-T49H', 'suite_time_step_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN08-T01M', 'suite_time_step_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN08-T1m', 'suite_time_step_unknown'],
];

test('each mistake in a suite has its own name', () => {
  for (const [text, error] of refused) {
    assert.deepEqual(parseOcraSuite(text), { ok: false, error }, text.slice(0, 60));
  }
});

test('no text makes the parser throw', () => {
  fc.assert(fc.property(fc.string(), (text) => !parseOcraSuite(text).ok));
  fc.assert(
    fc.property(fc.stringMatching(/^OCRA-1:HOTP-SHA(1|256|512)-[0-9]{1,2}:[CQNHAPST0-9-]{1,20}$/), (text) => {
      const result = parseOcraSuite(text);
      assert.ok(!result.ok || result.suite.text === text);
    }),
  );
});

test('a wrong suite of the program itself is thrown back', () => {
  assert.throws(() => ocraSuite('OCRA-1'), RangeError);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ocraSuite, parseOcraSuite } from './parse-ocra-suite.ts';

test('a suite with everything is read', () => {
  assert.deepEqual(ocraSuite('OCRA-1:HOTP-SHA512-10:C-QA64-PSHA1-S512-T48H'), {
    text: 'OCRA-1:HOTP-SHA512-10:C-QA64-PSHA1-S512-T48H',
    hash: 'SHA512',
    digits: 10,
    hasCounter: true,
    questionFormat: 'A',
    questionLength: 64,
    pinHash: 'SHA1',
    sessionLengthBytes: 512,
    stepSeconds: 48 * 3600,
  });
});

test('a suite with a question only is read', () => {
  const { hasCounter, pinHash, sessionLengthBytes, stepSeconds, digits } =
    ocraSuite('OCRA-1:HOTP-SHA1-0:QH04');
  assert.deepEqual(
    { hasCounter, pinHash, sessionLengthBytes, stepSeconds, digits },
    { hasCounter: false, pinHash: null, sessionLengthBytes: null, stepSeconds: null, digits: 0 },
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
  ['OCRA-1:HOTP-SHA1-6:QN3', 'suite_question_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN008', 'suite_question_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN08-PMD5', 'suite_pin_hash_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN08-P', 'suite_pin_hash_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN08-S', 'suite_session_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN08-S64', 'suite_session_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN08-S000', 'suite_session_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN08-S513', 'suite_session_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN08-SX64', 'suite_session_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN08-T', 'suite_time_step_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN08-T0H', 'suite_time_step_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN08-T0S', 'suite_time_step_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN08-T60S', 'suite_time_step_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN08-T60M', 'suite_time_step_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN08-T49H', 'suite_time_step_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN08-T01M', 'suite_time_step_unknown'],
  ['OCRA-1:HOTP-SHA1-6:QN08-T1m', 'suite_time_step_unknown'],
];

test('the examples of RFC 6287, section 6.4, are read: the last one writes its question with one digit', () => {
  const examples = [
    ['OCRA-1:HOTP-SHA512-8:C-QN08-PSHA1', 8],
    ['OCRA-1:HOTP-SHA256-6:QA10-T1M', 10],
    ['OCRA-1:HOTP-SHA1-4:QH8-S512', 8],
  ] as const;
  for (const [text, questionLength] of examples) {
    assert.equal(ocraSuite(text).questionLength, questionLength);
  }
});

test('every suite that the grammar allows is read back from its parts', () => {
  const anySuite = fc.record({
    hash: fc.constantFrom('SHA1', 'SHA256', 'SHA512'),
    digits: fc.constantFrom(0, 4, 5, 6, 7, 8, 9, 10),
    hasCounter: fc.boolean(),
    questionFormat: fc.constantFrom('N', 'H', 'A'),
    questionLength: fc.integer({ min: 4, max: 64 }),
    pinHash: fc.option(fc.constantFrom('SHA1', 'SHA256', 'SHA512')),
    sessionLengthBytes: fc.option(fc.integer({ min: 1, max: 512 })),
    time: fc.option(
      fc.oneof(
        fc.record({
          count: fc.integer({ min: 1, max: 59 }),
          unit: fc.constant('S'),
          seconds: fc.constant(1),
        }),
        fc.record({
          count: fc.integer({ min: 1, max: 59 }),
          unit: fc.constant('M'),
          seconds: fc.constant(60),
        }),
        fc.record({
          count: fc.integer({ min: 1, max: 48 }),
          unit: fc.constant('H'),
          seconds: fc.constant(3600),
        }),
      ),
    ),
  });
  fc.assert(
    fc.property(anySuite, ({ time, ...parts }) => {
      const inputs = [
        parts.hasCounter ? 'C' : '',
        `Q${parts.questionFormat}${String(parts.questionLength).padStart(2, '0')}`,
        parts.pinHash === null ? '' : `P${parts.pinHash}`,
        parts.sessionLengthBytes === null ? '' : `S${String(parts.sessionLengthBytes).padStart(3, '0')}`,
        time === null ? '' : `T${time.count}${time.unit}`,
      ];
      const text = `OCRA-1:HOTP-${parts.hash}-${parts.digits}:${inputs.filter((input) => input !== '').join('-')}`;
      const stepSeconds = time === null ? null : time.count * time.seconds;
      assert.deepEqual(parseOcraSuite(text), { ok: true, suite: { text, ...parts, stepSeconds } });
    }),
  );
});

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

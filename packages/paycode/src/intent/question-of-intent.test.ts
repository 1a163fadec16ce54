import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ocraMessage, ocraSuite } from '@tallystick/otp';
import fc from 'fast-check';
import { anyTillNumber, isChallenge, isTillNumber, questionOfIntent } from './question-of-intent.ts';

const suite = ocraSuite('OCRA-1:HOTP-SHA256-8:QN08');

test('a question is the intent and seven digits', () => {
  assert.equal(questionOfIntent(0), '00000000');
  assert.equal(questionOfIntent(3), '30000000');
  assert.equal(questionOfIntent(4), '40000000');
  assert.equal(questionOfIntent(5, '0000001'), '50000001');
  assert.equal(questionOfIntent(8, '9999999'), '89999999');
});

test('bound intents refuse any till, the others refuse a till, and intent 9 has no such question', () => {
  for (const intent of [5, 6, 7, 8]) {
    assert.throws(() => questionOfIntent(intent), RangeError);
    assert.throws(() => questionOfIntent(intent, anyTillNumber), RangeError);
  }
  for (const intent of [0, 1, 2, 3, 4]) assert.throws(() => questionOfIntent(intent, '0000001'), RangeError);
  assert.throws(() => questionOfIntent(9, '9000000'), RangeError);
  for (const intent of [-1, 10, 0.5]) assert.throws(() => questionOfIntent(intent), RangeError);
  for (const number of ['1', '00000001', '000000x'])
    assert.throws(() => questionOfIntent(5, number), RangeError);
});

test('till numbers and challenges share the seven digits without meeting', () => {
  assert.deepEqual([isTillNumber('0000000'), isChallenge('0000000')], [false, false]);
  assert.deepEqual([isTillNumber('0000001'), isChallenge('0000001')], [true, false]);
  assert.deepEqual([isTillNumber('8999999'), isChallenge('8999999')], [true, false]);
  assert.deepEqual([isTillNumber('9000000'), isChallenge('9000000')], [false, true]);
  assert.deepEqual([isTillNumber('123'), isChallenge('99999990')], [false, false]);
});

/** Every question of the protocol as a number: 0 for intent 0, one for each of 1–4, all tills and challenges of 5–8. */
function* questionRanges(): Generator<{ first: number; last: number }> {
  yield { first: 0, last: 0 };
  for (const intent of [1, 2, 3, 4]) yield { first: intent * 10_000_000, last: intent * 10_000_000 };
  for (const intent of [5, 6, 7, 8]) {
    yield { first: intent * 10_000_000 + 1, last: intent * 10_000_000 + 9_999_999 };
  }
}

/** The seven nibbles that RFC 6287 makes of a question below 16^7: its hexadecimal digits from the left. */
function leadingNibbles(number: number): number {
  if (number === 0) return 0;
  let shifted = number;
  while (shifted < 0x100_0000) shifted *= 16;
  return shifted;
}

test('the encoder puts the seven nibbles where the run over all questions expects them', () => {
  const ranges = [...questionRanges()];
  const edges = ranges.flatMap(({ first, last }) => [first, last]).concat(0xfff_fff, 0x1_000_000);
  const anyQuestion = fc.oneof(fc.constantFrom(...edges), fc.integer({ min: 10_000_000, max: 89_999_999 }));
  fc.assert(
    fc.property(anyQuestion, (number) => {
      const message = ocraMessage(suite, { question: String(number).padStart(8, '0') });
      const hex = Buffer.from(message.subarray(-128)).toString('hex');
      assert.equal(hex, leadingNibbles(number).toString(16).padStart(7, '0').padEnd(256, '0'));
    }),
    { numRuns: 10_000 },
  );
});

test('no two of all 40,000,001 questions are the same bytes', () => {
  const seen = new Uint8Array(0x1000_0000 / 8);
  let count = 0;
  let repeated = 0;
  for (const { first, last } of questionRanges()) {
    for (let number = first; number <= last; number += 1) {
      const nibbles = leadingNibbles(number);
      const bit = 1 << (nibbles & 7);
      const byte = seen[nibbles >>> 3] ?? 0;
      if ((byte & bit) !== 0) repeated += 1;
      seen[nibbles >>> 3] = byte | bit;
      count += 1;
    }
  }
  assert.deepEqual({ count, repeated }, { count: 40_000_001, repeated: 0 });
});

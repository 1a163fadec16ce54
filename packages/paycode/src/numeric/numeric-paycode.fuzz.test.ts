import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { dammCheckDigit } from './damm-check-digit.ts';
import { makeNumericPaycode } from './make-numeric-paycode.ts';
import { parseNumericPaycode } from './parse-numeric-paycode.ts';

const inputCount = 1_000_000;

/** What mutations put in: digits, separators, halves of surrogate pairs, look-alikes, identifiers, controls. */
const oddities = [
  ...'0123456789',
  ' ',
  '-',
  '\r',
  '\n',
  '\t',
  '\0',
  ']',
  ']C0',
  ']Q1',
  'C',
  'é',
  '٣',
  '\uff13',
].concat(['\ud83d', '\udc00', '\u200b', '\u2013', '\ufeff', '9'.repeat(30), ' '.repeat(60)]);

/** A small fast generator (xorshift32), so that a failure can be run again by its seed. */
function createRandom(seed: number): (below: number) => number {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

function randomDigits(random: (below: number) => number, length: number): string {
  let digits = '';
  while (digits.length < length) digits += String(random(10));
  return digits;
}

function randomText(random: (below: number) => number): string {
  let text = '';
  for (let length = random(40); length > 0; length -= 1) text += String.fromCharCode(random(0x10000));
  return text;
}

function mutated(random: (below: number) => number, digits: string): string {
  let text = digits;
  for (let count = 1 + random(3); count > 0; count -= 1) {
    const place = random(text.length + 1);
    const removed = random(3);
    text = text.slice(0, place) + (oddities[random(oddities.length)] ?? '') + text.slice(place + removed);
  }
  return text;
}

test('a million random and mutated inputs: never a throw, and what is accepted is a whole genuine code', () => {
  const seed = randomInt(2 ** 31);
  const random = createRandom(seed);
  let acceptedCount = 0;
  for (let index = 0; index < inputCount; index += 1) {
    const digits = makeNumericPaycode({
      issuerPrefix: '83',
      alias: randomDigits(random, 10),
      intent: random(10),
      password: randomDigits(random, 8),
    });
    const text = random(4) === 0 ? randomText(random) : mutated(random, digits);
    const result = parseNumericPaycode(text, '83');
    if (!result.ok) continue;
    acceptedCount += 1;
    const isWhole = /^83[0-9]{20}$/.test(result.digits) && dammCheckDigit(result.digits) === '0';
    assert.ok(isWhole, `seed ${seed}, input ${index}: ${JSON.stringify(text)}`);
  }
  // Mutations that only add separators must still be read, else this test would prove nothing.
  assert.ok(acceptedCount > inputCount / 100, `seed ${seed}: only ${acceptedCount} inputs were accepted`);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OfferedCode } from '../terminal/offered-code.ts';
import { maximumOfferedCodes, rememberCode } from './remember-code.ts';

const dayMs = 24 * 60 * 60 * 1000;

function offered(step: number, proved?: OfferedCode['proved']): OfferedCode {
  return {
    step,
    intent: 0,
    question: '00000000',
    codeEnding: '0000',
    offeredAtMs: step * 10_000,
    offeredAtMonotonicMs: 0,
    monotonicOrigin: 'test',
    wrongTypedEntries: 0,
    proved,
  };
}

const approved: OfferedCode['proved'] = {
  source: 'typed',
  outcome: 'approved',
  minorUnits: '450',
  currency: 'EUR',
};

test('the newest code stands first', () => {
  const codes = rememberCode([offered(1)], offered(2));
  assert.deepEqual(
    codes.map(({ step }) => step),
    [2, 1],
  );
});

test('after a day a code without an outcome is forgotten, one with an outcome is kept', () => {
  const dayLater = offered(3 + dayMs / 10_000);
  const codes = rememberCode([offered(4), offered(3), offered(2, approved)], dayLater);
  assert.deepEqual(
    codes.map(({ step }) => step),
    [dayLater.step, 4, 2],
  );
});

test('codes that were made without a clock are forgotten by their number alone', () => {
  const noTime = { offeredAtMs: undefined, offeredAtMonotonicMs: undefined, monotonicOrigin: undefined };
  let codes: readonly OfferedCode[] = [];
  for (let press = 0; press < maximumOfferedCodes + 10; press += 1) {
    codes = rememberCode(codes, { ...offered(press), ...noTime });
  }
  assert.equal(codes.length, maximumOfferedCodes);
  assert.deepEqual([codes[0]?.step, codes.at(-1)?.step], [maximumOfferedCodes + 9, 10]);
});

test('the list stays bounded: unproved codes go first, the oldest of them first, never the new one', () => {
  let codes: readonly OfferedCode[] = [offered(1, approved), offered(0)];
  for (let step = 2; step < maximumOfferedCodes + 10; step += 1) codes = rememberCode(codes, offered(step));
  assert.equal(codes.length, maximumOfferedCodes);
  assert.equal(codes[0]?.step, maximumOfferedCodes + 9);
  assert.equal(codes.at(-1)?.step, 1);
  assert.equal(codes.at(-2)?.step, 11);
});

test('a list full of proved codes drops the oldest of them', () => {
  const full = Array.from({ length: maximumOfferedCodes }, (_, age) => offered(1000 - age, approved));
  const codes = rememberCode(full, offered(1001));
  assert.equal(codes.length, maximumOfferedCodes);
  assert.equal(codes[0]?.step, 1001);
  assert.equal(codes.at(-1)?.step, 1000 - maximumOfferedCodes + 2);
});

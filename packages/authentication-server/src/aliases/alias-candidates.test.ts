import assert from 'node:assert/strict';
import { createSecretKey, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { stepSeconds, stepsPerDay } from '@tallystick/paycode';
import { credentialKinds, registerKinds } from '../kinds/credential-kinds.ts';
import { aliasCandidatesOf, type AliasKey, type AliasKeys, type AliasOfCode } from './alias-candidates.ts';
import { aliasesOf, noClockAliasOf } from './aliases.ts';
import { ff1Key } from './ff1.ts';

const present = newAliasKey(2);
const old = newAliasKey(1);
const today = 20_800;
const kinds = registerKinds(credentialKinds());
const firstStepOfToday = today * stepsPerDay;

function newAliasKey(aliasKeyId: number): AliasKey {
  return { aliasKeyId, ff1: ff1Key(createSecretKey(randomBytes(32))) };
}

function aliasOf(key: AliasKey, credentialNumber: bigint, day: number): string {
  return aliasesOf(key.ff1, credentialNumber, day, 1)[0] ?? '';
}

/** Codes of devices with a clock. */
function codes(...aliases: string[]) {
  return aliases.map((alias) => ({ alias, intent: 0 }));
}

function candidatesAt(ofCodes: readonly AliasOfCode[], serverStep: number, keys: AliasKeys) {
  return aliasCandidatesOf(ofCodes, serverStep * stepSeconds * 1000, keys, kinds);
}

function daysTried(serverStep: number): (number | null)[] {
  const [candidates = []] = candidatesAt(codes('0123456789'), serverStep, { present, old: [] });
  return candidates.map(({ day }) => day);
}

test('At noon an alias stands for one credential: today’s under the present key', () => {
  const alias = aliasOf(present, 42n, today);
  const candidates = candidatesAt(codes(alias), firstStepOfToday + stepsPerDay / 2, {
    present,
    old: [],
  });
  assert.deepEqual(candidates, [[{ credentialNumber: 42n, day: today, aliasKeyId: 2 }]]);
});

test('The neighbouring day is tried within 30 steps of midnight and not a step farther', () => {
  assert.deepEqual(daysTried(firstStepOfToday), [today, today - 1]);
  assert.deepEqual(daysTried(firstStepOfToday + 29), [today, today - 1]);
  assert.deepEqual(daysTried(firstStepOfToday + 30), [today]);
  assert.deepEqual(daysTried(firstStepOfToday + stepsPerDay - 31), [today]);
  assert.deepEqual(daysTried(firstStepOfToday + stepsPerDay - 30), [today, today + 1]);
  assert.deepEqual(daysTried(firstStepOfToday + stepsPerDay - 1), [today, today + 1]);
});

test('Each day is tried under the present key, then under the old one', () => {
  const [candidates = []] = candidatesAt(codes('0123456789'), firstStepOfToday, { present, old: [old] });
  assert.deepEqual(
    candidates.map(({ day, aliasKeyId }) => [day, aliasKeyId]),
    [
      [today, 2],
      [today, 1],
      [today - 1, 2],
      [today - 1, 1],
    ],
  );
});

test('A batch gives every alias its own candidates, in the order of the aliases', () => {
  const aliases = [aliasOf(present, 1n, today), aliasOf(old, 2n, today - 1), aliasOf(present, 3n, today - 1)];
  const candidates = candidatesAt(codes(...aliases), firstStepOfToday + 5, { present, old: [old] });
  const found = (index: number, credentialNumber: bigint) =>
    candidates[index]?.find((candidate) => candidate.credentialNumber === credentialNumber);
  assert.deepEqual(found(0, 1n), { credentialNumber: 1n, day: today, aliasKeyId: 2 });
  assert.deepEqual(found(1, 2n), { credentialNumber: 2n, day: today - 1, aliasKeyId: 1 });
  assert.deepEqual(found(2, 3n), { credentialNumber: 3n, day: today - 1, aliasKeyId: 2 });
  assert.deepEqual(candidatesAt([], firstStepOfToday, { present, old: [] }), []);
});

test('The alias of a device without a clock is tried under its own tweak alone, amid others and near midnight', () => {
  const alias = noClockAliasOf(present.ff1, 7n);
  const [first, second] = candidatesAt(
    [
      { alias, intent: 4 },
      { alias, intent: 0 },
    ],
    firstStepOfToday,
    { present, old: [] },
  );
  assert.deepEqual(first, [{ credentialNumber: 7n, day: null, aliasKeyId: 2 }]);
  assert.deepEqual(
    second?.map(({ day }) => day),
    [today, today - 1],
  );
  assert.ok(second.every(({ credentialNumber }) => credentialNumber !== 7n));
});

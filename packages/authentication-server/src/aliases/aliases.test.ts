import assert from 'node:assert/strict';
import { createSecretKey, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { FF1 } from '@noble/ciphers/ff1.js';
import { noClockTweak } from '@tallystick/paycode';
import fc from 'fast-check';
import { aliasesOf, credentialNumbersOf } from './aliases.ts';
import { ff1Key } from './ff1.ts';

const keyBytes = randomBytes(32);
const key = ff1Key(createSecretKey(keyBytes));
/** 2026-12-31. */
const newYearsEve = 20_818;

test('The aliases of 400 days are those that @noble/ciphers makes of the number under YYYYMMDD', () => {
  const aliases = aliasesOf(key, 42n, newYearsEve, 400);
  const theirs = (tweak: string) =>
    FF1(10, keyBytes, Buffer.from(tweak)).encrypt([0, 0, 0, 0, 0, 0, 0, 0, 4, 2]).join('');
  assert.equal(aliases.length, 400);
  assert.equal(new Set(aliases).size, 400);
  assert.equal(aliases[0], theirs('20261231'));
  assert.equal(aliases[1], theirs('20270101'));
  assert.equal(aliases[399], theirs('20280203'));
});

test('Inverting the aliases of any numbers gives the numbers in their order', () => {
  const number = fc.bigInt({ min: 0n, max: 9_999_999_999n });
  fc.assert(
    fc.property(fc.array(number, { maxLength: 20 }), (numbers) => {
      const aliases = numbers.flatMap((credentialNumber) => aliasesOf(key, credentialNumber, newYearsEve, 1));
      assert.deepEqual(credentialNumbersOf(key, aliases, '20261231'), numbers);
    }),
  );
});

test('An alias of one day stands for another number on the next', () => {
  const [alias = ''] = aliasesOf(key, 42n, newYearsEve, 1);
  assert.notDeepEqual(credentialNumbersOf(key, [alias], '20270101'), [42n]);
  assert.notDeepEqual(credentialNumbersOf(key, [alias], noClockTweak), [42n]);
});

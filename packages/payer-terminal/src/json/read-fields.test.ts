import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readCredential } from './credential-json.ts';
import { ShapeError, readList, readRecord, readText, readTexts, readWholeNumber } from './read-fields.ts';

const range = { minimum: 0, maximum: 10 };

test('a field of another type, or outside its limits, is named', () => {
  const record = readRecord({ text: 'abcd', number: 11, fraction: 1.5, list: [1, 'a'] }, 'answer');
  const wrong: readonly [string, () => unknown][] = [
    ['answer', () => readRecord([], 'answer')],
    ['absent', () => readText(record, 'absent', { maximumLength: 4 })],
    ['text', () => readText(record, 'text', { maximumLength: 3 })],
    ['text', () => readText(record, 'text', { maximumLength: 4, expression: /^\d+$/ })],
    ['number', () => readWholeNumber(record, 'number', range)],
    ['fraction', () => readWholeNumber(record, 'fraction', range)],
    ['list', () => readList(record, 'list', 1)],
    ['list', () => readTexts(record, 'list', { maximumLength: 2, expression: /a/ })],
  ];
  for (const [field, read] of wrong) {
    assert.throws(read, (error) => error instanceof ShapeError && error.message.includes(` ${field} `));
  }
});

test('whatever a server answers, reading a credential gives one or a ShapeError', () => {
  const field = fc.oneof(fc.string(), fc.integer(), fc.jsonValue(), fc.array(fc.string()));
  const names = ['credentialNumber', 'issuerPrefix', 'firstAliasDay', 'aliases', 'capVersion', 'caps'];
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), field), (record) => {
      assert.throws(() => readCredential(record), ShapeError);
    }),
  );
});

test('a credential without any alias could never pay, so it is refused', () => {
  const record = {
    credentialNumber: '0123456789',
    issuerPrefix: '83',
    firstAliasDay: 1,
    capVersion: 0,
    caps: [],
    operatorPublicKey: 'A'.repeat(43),
  };
  assert.throws(() => readCredential({ ...record, aliases: [] }), ShapeError);
  assert.equal(readCredential({ ...record, aliases: ['0000000001'] }).aliases.length, 1);
});

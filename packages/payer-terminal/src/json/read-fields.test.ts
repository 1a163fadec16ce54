import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readCredential } from './credential-json.ts';
import { ShapeError, readList, readRecord, readText, readTexts, readWholeNumber } from './read-fields.ts';

const record = {
  credentialNumber: '0123456789',
  issuerPrefix: '83',
  firstAliasDay: 1,
  capVersion: 0,
  caps: [],
  operatorPublicKey: 'A'.repeat(43),
};
const range = { minimum: 0, maximum: 10 };

test('a field of another type, or outside its limits, is named', () => {
  const fields = readRecord({ text: 'abcd', number: 11, fraction: 1.5, list: [1, 'a'] }, 'answer');
  const wrong: readonly [string, () => unknown][] = [
    ['answer', () => readRecord([], 'answer')],
    ['absent', () => readText(fields, 'absent', { maximumLength: 4 })],
    ['text', () => readText(fields, 'text', { maximumLength: 3 })],
    ['text', () => readText(fields, 'text', { maximumLength: 4, expression: /^\d+$/ })],
    ['number', () => readWholeNumber(fields, 'number', range)],
    ['fraction', () => readWholeNumber(fields, 'fraction', range)],
    ['list', () => readList(fields, 'list', 1)],
    ['list', () => readTexts(fields, 'list', { maximumLength: 2, expression: /a/ })],
  ];
  for (const [field, read] of wrong) {
    assert.throws(read, (error) => error instanceof ShapeError && error.message.includes(` ${field} `));
  }
});

test('whatever a server answers, reading a credential gives one or a ShapeError', () => {
  const field = fc.oneof(fc.string(), fc.integer(), fc.jsonValue(), fc.array(fc.string()));
  const names = [
    'credentialNumber',
    'issuerPrefix',
    'firstAliasDay',
    'aliases',
    'capVersion',
    'caps',
    'kind',
    'alias',
  ];
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), field), (answer) => {
      assert.throws(() => readCredential(answer), ShapeError);
    }),
  );
});

test('a credential without any alias could never pay, so it is refused', () => {
  assert.throws(() => readCredential({ ...record, aliases: [] }), ShapeError);
  const aliases = ['0000000001'];
  assert.deepEqual(readCredential({ ...record, aliases }), { ...record, kind: 'time', aliases });
});

test('a device without a clock has one alias; a kind that is not known is refused', () => {
  const { firstAliasDay, ...common } = record;
  assert.equal(firstAliasDay, 1);
  const alias = '0000000001';
  assert.deepEqual(readCredential({ ...common, kind: 'event', alias }), { ...common, kind: 'event', alias });
  const wrong = [
    { kind: 'event' },
    { kind: 'event', alias: '1' },
    { kind: 'event', aliases: [alias] },
    { kind: 'totp', alias },
    { kind: 'totp', aliases: [alias] },
    { kind: null, alias },
  ];
  for (const fields of wrong) assert.throws(() => readCredential({ ...common, ...fields }), ShapeError);
});

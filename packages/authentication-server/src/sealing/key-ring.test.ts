import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { test } from 'node:test';
import { TallyError } from '@tallystick/foundation';
import { newKeyFileText, parseKeyRing } from './key-ring.ts';

const key = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8';
const good = { version: 1, sealing: { present: 'k-1', keys: { 'k-1': key, 'k-0': key } }, requestHash: key };

test('A new key file holds one sealing key and a request hash key, never the same twice', () => {
  const one = parseKeyRing(newKeyFileText(), 'memory');
  const other = parseKeyRing(newKeyFileText(), 'memory');
  assert.deepEqual([...one.sealingKeys.keys()], [one.presentSealingKeyId]);
  assert.equal(one.requestHashKey.symmetricKeySize, 32);
  assert.notEqual(one.presentSealingKeyId, other.presentSealingKeyId);
  assert.ok(!one.requestHashKey.equals(other.requestHashKey));
});

test('A ring keeps old keys beside the present one', () => {
  const ring = parseKeyRing(JSON.stringify(good), 'memory');
  assert.equal(ring.presentSealingKeyId, 'k-1');
  assert.deepEqual([...ring.sealingKeys.keys()], ['k-1', 'k-0']);
});

test('Printing a ring shows no key', () => {
  const printed = inspect(parseKeyRing(JSON.stringify(good), 'memory'), { depth: 9, showHidden: true });
  assert.ok(!printed.includes(key));
  assert.ok(!printed.includes('0, 1, 2, 3'));
});

const manyKeys = Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`k-${index}`, key]));
const wrongFiles: readonly (readonly [string, unknown])[] = [
  ['another version', { ...good, version: 2 }],
  ['an unknown field', { ...good, more: 1 }],
  ['no sealing keys', { version: 1, requestHash: key }],
  ['a present key that it lacks', { ...good, sealing: { present: 'k-9', keys: { 'k-1': key } } }],
  ['a short key', { ...good, requestHash: key.slice(1) }],
  ['a key that is not canonical base64url', { ...good, requestHash: `${key.slice(0, -1)}9` }],
  ['a key of other characters', { ...good, requestHash: `${key.slice(0, -1)}+` }],
  [
    'a key id of other characters',
    { ...good, sealing: { present: 'k-1', keys: { 'k-1': key, 'K 2': key } } },
  ],
  ['too many keys', { ...good, sealing: { present: 'k-1', keys: manyKeys } }],
  ['a list', [good]],
  ['nothing', null],
];

for (const [what, file] of wrongFiles) {
  test(`A key file with ${what} is refused, and the error shows none of it`, () => {
    assert.throws(
      () => parseKeyRing(JSON.stringify(file), 'memory'),
      (error) =>
        error instanceof TallyError &&
        error.code === 'key_file_unreadable' &&
        !inspect(error).includes(key.slice(1, -1)),
    );
  });
}

test('A key file that is not JSON is refused, and the error shows none of it', () => {
  assert.throws(
    () => parseKeyRing(`{"requestHash":"${key}`, 'memory'),
    (error) => error instanceof TallyError && !inspect(error).includes(key),
  );
});

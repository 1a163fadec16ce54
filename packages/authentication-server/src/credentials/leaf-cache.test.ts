import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { newKeyFileText, parseKeyRing } from '../sealing/key-ring.ts';
import { createLeafCache } from './leaf-cache.ts';
import { openLeaves, sealLeaves, type SealedLeaves } from './leaves.ts';

const keyRing = parseKeyRing(newKeyFileText(), 'memory');

function randomLeaves() {
  const [password, pin, confirmation, contact] = Array.from({ length: 4 }, () => randomBytes(32));
  return { password: password!, pin: pin!, confirmation: confirmation!, contact: contact! };
}

function rowOf(credentialNumber: bigint, leaves = randomLeaves()): SealedLeaves {
  const { sealingKeyId, sealed } = sealLeaves(keyRing, credentialNumber, leaves);
  return { credentialNumber, sealingKeyId, sealedLeaves: sealed };
}

function countingCache(maximumEntries: number) {
  const opened: string[] = [];
  const prepare = (leaves: { password: Uint8Array }): string => {
    const text = Buffer.from(leaves.password).toString('hex');
    opened.push(text);
    return text;
  };
  return { opened, cache: createLeafCache({ keyRing, maximumEntries, prepare }) };
}

test('The four leaves come back each as itself', () => {
  const leaves = randomLeaves();
  assert.deepEqual(openLeaves(keyRing, rowOf(7n, leaves)), leaves);
});

test('Leaves copied to another credential do not open', () => {
  assert.throws(() => openLeaves(keyRing, { ...rowOf(7n), credentialNumber: 8n }), {
    code: 'internal_error',
  });
});

test('Leaves that come again are opened once', () => {
  const { cache, opened } = countingCache(2);
  const row = rowOf(1n);
  assert.equal(cache.get(row), cache.get({ ...row, sealedLeaves: Uint8Array.from(row.sealedLeaves) }));
  assert.equal(opened.length, 1);
});

test('Other sealed bytes under the same number are opened anew, and an altered row is never served from memory', () => {
  const { cache } = countingCache(2);
  const row = rowOf(1n);
  const first = cache.get(row);
  assert.notEqual(cache.get(rowOf(1n)), first);
  const altered = Uint8Array.from(row.sealedLeaves);
  altered[20]! ^= 1;
  cache.get(row);
  assert.throws(() => cache.get({ ...row, sealedLeaves: altered }), { code: 'internal_error' });
});

test('The bytes of the leaves are wiped once they are prepared', () => {
  const cache = createLeafCache({ keyRing, maximumEntries: 1, prepare: (leaves) => leaves });
  assert.deepEqual(Buffer.from(cache.get(rowOf(1n)).password), Buffer.alloc(32));
});

test('The entry unused longest makes room', () => {
  const { cache, opened } = countingCache(2);
  const [one, two, three] = [rowOf(1n), rowOf(2n), rowOf(3n)];
  cache.get(one);
  cache.get(two);
  cache.get(one);
  cache.get(three);
  assert.equal(opened.length, 3);
  cache.get(one);
  assert.equal(opened.length, 3, 'the first was used in between and stayed');
  cache.get(two);
  assert.equal(opened.length, 4, 'the second had to go');
});

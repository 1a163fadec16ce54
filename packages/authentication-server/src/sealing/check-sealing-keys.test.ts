import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Database } from '@tallystick/postgres';
import { startTestDatabase } from '@tallystick/postgres/testing';
import { authenticationMigrations } from '../schema/migrations.ts';
import { refusalCodes } from '../testing/refusal-codes.ts';
import { checkSealingKeys } from './check-sealing-keys.ts';
import { newKeyFileText, parseKeyRing, type KeyRing } from './key-ring.ts';

const wrongKeyFile = { code: 'key_file_wrong' };

let stop: () => Promise<void>;
let database: Database;

before(async () => {
  ({ database, stop } = await startTestDatabase(await authenticationMigrations()));
});
after(() => stop());
beforeEach(async () => {
  await database.query({ name: '', text: 'DELETE FROM authentication.sealing_keys', values: [] });
});

function newRing(): KeyRing {
  return parseKeyRing(newKeyFileText(), 'memory');
}

async function proofs(): Promise<readonly object[]> {
  return database.query({
    name: '',
    text: 'SELECT * FROM authentication.sealing_keys ORDER BY sealing_key_id',
    values: [],
  });
}

test('The first ring leaves its proof, and is accepted ever after without another one', async () => {
  const ring = newRing();
  await checkSealingKeys(database, ring);
  const afterFirst = await proofs();
  assert.equal(afterFirst.length, 1);
  await checkSealingKeys(database, ring);
  assert.deepEqual(await proofs(), afterFirst);
});

test('Another ring is refused and changes nothing', async () => {
  await checkSealingKeys(database, newRing());
  const before = await proofs();
  await assert.rejects(checkSealingKeys(database, newRing()), wrongKeyFile);
  assert.deepEqual(await proofs(), before);
});

test('A ring with the right key id but another key, or another request hash key, is refused', async () => {
  const ring = newRing();
  await checkSealingKeys(database, ring);
  const stranger = newRing();
  const sealingKeys = new Map([[ring.presentSealingKeyId, stranger.requestHashKey]]);
  await assert.rejects(checkSealingKeys(database, { ...ring, sealingKeys }), wrongKeyFile);
  const { requestHashKey } = stranger;
  await assert.rejects(checkSealingKeys(database, { ...ring, requestHashKey }), wrongKeyFile);
});

test('A new present key joins the old one; without the old one the ring is refused', async () => {
  const old = newRing();
  await checkSealingKeys(database, old);
  const added = newRing();
  const { requestHashKey } = old;
  const rotated = {
    ...added,
    requestHashKey,
    sealingKeys: new Map([...added.sealingKeys, ...old.sealingKeys]),
  };
  await checkSealingKeys(database, rotated);
  assert.equal((await proofs()).length, 2);
  await assert.rejects(checkSealingKeys(database, { ...added, requestHashKey }), wrongKeyFile);
});

test('Of two rings that come first at once exactly one is accepted, in every round', async () => {
  for (let round = 0; round < 20; round++) {
    await database.query({ name: '', text: 'DELETE FROM authentication.sealing_keys', values: [] });
    const results = await Promise.allSettled(
      [newRing(), newRing()].map((ring) => checkSealingKeys(database, ring)),
    );
    assert.deepEqual(refusalCodes(results), ['key_file_wrong']);
    assert.equal((await proofs()).length, 1);
  }
});

test('Servers that start at once with the same ring are all accepted', async () => {
  const ring = newRing();
  await Promise.all(Array.from({ length: 4 }, () => checkSealingKeys(database, ring)));
  assert.equal((await proofs()).length, 1);
});

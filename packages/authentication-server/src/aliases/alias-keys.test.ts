import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Database } from '@tallystick/postgres';
import { startTestDatabase } from '@tallystick/postgres/testing';
import { authenticationMigrations } from '../schema/migrations.ts';
import { checkSealingKeys } from '../sealing/check-sealing-keys.ts';
import { newKeyFileText, parseKeyRing } from '../sealing/key-ring.ts';
import { seal, sealingContext } from '../sealing/sealed-box.ts';
import type { AliasKey } from './alias-candidates.ts';
import { loadAliasKeys } from './alias-keys.ts';
import { aliasesOf } from './aliases.ts';

const keyRing = parseKeyRing(newKeyFileText(), 'memory');
let stop: () => Promise<void>;
let database: Database;

before(async () => {
  ({ database, stop } = await startTestDatabase(await authenticationMigrations()));
  await checkSealingKeys(database, keyRing);
});
after(() => stop());

function sampleAliases(key: AliasKey): readonly string[] {
  return aliasesOf(key.ff1, 42n, 20_800, 3);
}

test('Servers that start at once on a new database make one alias key and share it', async () => {
  const loaded = await Promise.all(Array.from({ length: 4 }, () => loadAliasKeys(database, keyRing)));
  for (const keys of loaded) {
    assert.deepEqual(sampleAliases(keys.present), sampleAliases(loaded[0]!.present));
    assert.deepEqual([keys.present.aliasKeyId, keys.old], [1, []]);
  }
});

test('A later start gets the same key', async () => {
  const first = await loadAliasKeys(database, keyRing);
  const later = await loadAliasKeys(database, keyRing);
  assert.deepEqual(sampleAliases(later.present), sampleAliases(first.present));
});

test('After a rotation the new key is present and the old one still opens its aliases', async () => {
  const before = await loadAliasKeys(database, keyRing);
  await rotate();
  const after = await loadAliasKeys(database, keyRing);
  assert.equal(after.present.aliasKeyId, 2);
  assert.deepEqual(after.old.map(sampleAliases), [sampleAliases(before.present)]);
  assert.notDeepEqual(sampleAliases(after.present), sampleAliases(before.present));
});

async function rotate(): Promise<void> {
  const { sealingKeyId, sealed } = seal(keyRing, Buffer.alloc(32, 9), sealingContext('alias-key', '2'));
  await database.query({ name: '', text: "UPDATE authentication.alias_keys SET state = 'old'", values: [] });
  await database.query({
    name: '',
    text: "INSERT INTO authentication.alias_keys VALUES (2, 'present', $1, $2)",
    values: [sealingKeyId, sealed],
  });
}

test('The key is not in the database in the clear', async () => {
  const rows = await database.query<{ sealed_key: Uint8Array }>({
    name: '',
    text: 'SELECT sealed_key FROM authentication.alias_keys WHERE alias_key_id = 2',
    values: [],
  });
  assert.equal(rows[0]?.sealed_key.length, 12 + 32 + 16);
  assert.ok(!Buffer.from(rows[0].sealed_key).includes(Buffer.alloc(8, 9)));
});

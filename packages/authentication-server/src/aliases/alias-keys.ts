import { createSecretKey, randomBytes } from 'node:crypto';
import { TallyError } from '@tallystick/foundation';
import type { Database, Statement } from '@tallystick/postgres';
import type { KeyRing } from '../sealing/key-ring.ts';
import { open, seal, sealingContext } from '../sealing/sealed-box.ts';
import type { AliasKey, AliasKeys } from './alias-candidates.ts';
import { ff1Key } from './ff1.ts';

interface AliasKeyRow {
  readonly alias_key_id: number;
  readonly state: 'present' | 'old';
  readonly sealing_key_id: string;
  readonly sealed_key: Uint8Array;
}

const firstAliasKeyId = 1;

/** Reads the alias keys, and makes the first one where there is none yet. */
export async function loadAliasKeys(database: Database, keyRing: KeyRing): Promise<AliasKeys> {
  const known = await database.query<AliasKeyRow>(readKeys);
  if (known.length > 0) return openKeys(keyRing, known);
  // Of two servers that start at once one inserts; both read the same key afterwards.
  await database.query(insertFirstKey(keyRing));
  return openKeys(keyRing, await database.query<AliasKeyRow>(readKeys));
}

function openKeys(keyRing: KeyRing, rows: readonly AliasKeyRow[]): AliasKeys {
  const present = rows.find((row) => row.state === 'present');
  if (present === undefined) throw new TallyError('internal_error', { detail: 'No alias key is present.' });
  const old = rows.filter((row) => row.state === 'old');
  return { present: openKey(keyRing, present), old: old.map((row) => openKey(keyRing, row)) };
}

function openKey(keyRing: KeyRing, row: AliasKeyRow): AliasKey {
  const bytes = open(keyRing, row.sealing_key_id, row.sealed_key, context(row.alias_key_id));
  const ff1 = ff1Key(createSecretKey(bytes));
  bytes.fill(0);
  return { aliasKeyId: row.alias_key_id, ff1 };
}

function context(aliasKeyId: number): Uint8Array {
  return sealingContext('alias-key', aliasKeyId.toString());
}

const readKeys: Statement = {
  name: 'authentication.read_alias_keys',
  text:
    'SELECT alias_key_id, state, sealing_key_id, sealed_key FROM authentication.alias_keys ' +
    'ORDER BY alias_key_id DESC',
  values: [],
};

function insertFirstKey(keyRing: KeyRing): Statement {
  const bytes = randomBytes(32);
  const { sealingKeyId, sealed } = seal(keyRing, bytes, context(firstAliasKeyId));
  bytes.fill(0);
  return {
    name: 'authentication.insert_alias_key',
    text:
      'INSERT INTO authentication.alias_keys (alias_key_id, state, sealing_key_id, sealed_key) ' +
      "VALUES ($1, 'present', $2, $3) ON CONFLICT DO NOTHING",
    values: [firstAliasKeyId, sealingKeyId, sealed],
  };
}

import path from 'node:path';
import type { KeyObject } from 'node:crypto';
import {
  createKeyFile,
  newRequestHashKeyText,
  parseKeyRing,
  parseRequestHashKey,
  readKeyFile,
  readKeyFileText,
  type KeyRing,
} from '@tallystick/authentication-server';
import { TallyError } from '@tallystick/foundation';
import type { Database } from '@tallystick/postgres';

/**
 * The key ring: from TALLY_KEYS, from `keys.json` of the data directory, or a new one for a database that has none. For a
 * database that holds sealed secrets a missing file is an error: a new one would only hide that the right one is lost.
 */
export async function openKeyRing(
  database: Database,
  dataDirectory: string,
  keysText: string | undefined,
): Promise<KeyRing> {
  if (keysText !== undefined) return parseKeyRing(keysText, 'TALLY_KEYS');
  const keyFile = path.join(dataDirectory, 'keys.json');
  if (!(await hasSealedSecrets(database))) await createKeyFile(keyFile);
  return await readKeyFile(keyFile);
}

/** The one key of a platform apart: from TALLY_KEYS, from `keys.json` of its data directory, or a new one. */
export async function openRequestHashKey(
  dataDirectory: string,
  keysText: string | undefined,
): Promise<KeyObject> {
  if (keysText !== undefined) return parseRequestHashKey(keysText, 'TALLY_KEYS');
  const keyFile = path.join(dataDirectory, 'keys.json');
  await createKeyFile(keyFile, newRequestHashKeyText());
  return parseRequestHashKey(await readKeyFileText(keyFile), `the key file ${keyFile}`);
}

/** Whether the database holds something that only its own keys open. */
export async function hasSealedSecrets(database: Database): Promise<boolean> {
  const rows = await database.query<{ exists: boolean }>({
    name: '',
    text: 'SELECT EXISTS (SELECT FROM authentication.sealing_keys) AS exists',
    values: [],
  });
  const row = rows[0];
  if (row === undefined) throw new TallyError('database_unavailable');
  return row.exists;
}

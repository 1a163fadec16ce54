import path from 'node:path';
import { newKeyFileText, parseKeyRing, type KeyRing } from '@tallystick/authentication-server';
import type { Database } from '@tallystick/postgres';
import { hasSealedSecrets } from '../start/role-of-database.ts';
import { createKeyFile } from './create-key-file.ts';
import { readKeyFileText } from './read-key-file.ts';

/**
 * The key ring: from TALLY_KEYS, from `keys.json` of the data directory, or a new one for a database that has none. For a
 * database that holds sealed secrets a missing file is an error: a new one would only hide that the right one is lost.
 */
export async function openKeyRing(
  database: Database,
  dataDirectory: string,
  keysText: string | undefined,
): Promise<KeyRing> {
  if (keysText === undefined && !(await hasSealedSecrets(database)))
    await createKeyFile(path.join(dataDirectory, 'keys.json'), newKeyFileText());
  return readKeyRing(dataDirectory, keysText);
}

/**
 * The key ring that is there.
 *
 * @throws TallyError `key_file_unreadable`.
 */
export async function readKeyRing(dataDirectory: string, keysText: string | undefined): Promise<KeyRing> {
  if (keysText !== undefined) return parseKeyRing(keysText, 'TALLY_KEYS');
  const keyFile = path.join(dataDirectory, 'keys.json');
  return parseKeyRing(await readKeyFileText(keyFile), `the key file ${keyFile}`);
}

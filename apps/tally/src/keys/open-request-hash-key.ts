import type { KeyObject } from 'node:crypto';
import path from 'node:path';
import { newRequestHashKeyText, parseRequestHashKey } from '@tallystick/payment-platform';
import { createKeyFile } from './create-key-file.ts';
import { readKeyFileText } from './read-key-file.ts';

/** The one key of a platform apart: from TALLY_KEYS, from `keys.json` of its data directory, or a new one. */
export async function openRequestHashKey(
  dataDirectory: string,
  keysText: string | undefined,
): Promise<KeyObject> {
  if (keysText === undefined)
    await createKeyFile(path.join(dataDirectory, 'keys.json'), newRequestHashKeyText());
  return readRequestHashKey(dataDirectory, keysText);
}

/**
 * The key that is there.
 *
 * @throws TallyError `key_file_unreadable`.
 */
export async function readRequestHashKey(
  dataDirectory: string,
  keysText: string | undefined,
): Promise<KeyObject> {
  if (keysText !== undefined) return parseRequestHashKey(keysText, 'TALLY_KEYS');
  const keyFile = path.join(dataDirectory, 'keys.json');
  return parseRequestHashKey(await readKeyFileText(keyFile), `the key file ${keyFile}`);
}

import { open } from 'node:fs/promises';
import { TallyError } from '@tallystick/foundation';
import type { Environment } from '../environment/read-environment.ts';

const maximumKeyFileBytes = 1024;

/**
 * The till’s key, from a file or from the environment. There is no option for the key itself: every user of a machine can
 * read the command lines of all.
 *
 * @throws TallyError `key_file_unreadable`, `arguments_wrong`
 */
export async function readTillKey(keyFile: string | undefined, env: Environment): Promise<string> {
  if (keyFile !== undefined) return readKeyFile(keyFile);
  const key = env['TALLY_TILL_KEY'];
  if (key !== undefined) return key.trim();
  throw new TallyError('arguments_wrong', {
    detail: 'The till’s key is missing: set TALLY_TILL_KEY or give --key-file.',
  });
}

async function readKeyFile(path: string): Promise<string> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw unreadable('The key file can’t be opened.', cause);
  });
  try {
    const { mode, size } = await file.stat();
    if ((mode & 0o077) !== 0) throw unreadable('The key file can be read by others; give it mode 0600.');
    if (size > maximumKeyFileBytes) throw unreadable('The key file holds more than one key.');
    return (await file.readFile('utf8')).trim();
  } finally {
    await file.close();
  }
}

function unreadable(detail: string, cause?: unknown): TallyError {
  return new TallyError('key_file_unreadable', { detail, cause });
}

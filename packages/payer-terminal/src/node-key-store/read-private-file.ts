import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { TallyError } from '@tallystick/foundation';

const maximumBytes = 1024 * 1024;
const othersMask = 0o077;

/** The bytes of the key store, or undefined where there is none. Errors: `key_store_unreadable`. */
export async function readPrivateFile(path: string): Promise<Uint8Array | undefined> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(absentOrUnreadable);
  if (file === undefined) return undefined;
  try {
    const { mode, size } = await file.stat();
    if (process.platform !== 'win32' && (mode & othersMask) !== 0) {
      throw unreadable(
        'Other users can read the key store. Give it the mode 0600, and think about who has read it.',
      );
    }
    if (size > maximumBytes) throw unreadable('The key store is larger than any that this program writes.');
    return await file.readFile();
  } finally {
    await file.close();
  }
}

function absentOrUnreadable(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw unreadable(`The key store can’t be opened (${error.code ?? 'unknown reason'}).`, error);
}

function unreadable(detail: string, cause?: unknown): TallyError {
  return new TallyError('key_store_unreadable', { detail, cause });
}

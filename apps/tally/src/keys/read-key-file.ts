import { open, type FileHandle } from 'node:fs/promises';
import { TallyError } from '@tallystick/foundation';

/** 64 keys need 5 kB. */
const maximumLengthBytes = 16_384;

/**
 * The text of a key file. One that another user may read or write, or that belongs to another user, is refused: its keys
 * are to be taken as known to others.
 *
 * @throws TallyError `key_file_unreadable`.
 */
export async function readKeyFileText(path: string): Promise<string> {
  const file = await openFile(path);
  try {
    await assertPrivate(file, path);
    return await readBounded(file, path);
  } finally {
    await file.close();
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (cause) {
    throw unreadable(path, 'it is missing or can’t be read by this user', cause);
  }
}

/** Looks at the opened file, not at its path, so that it can’t be exchanged in between. */
async function assertPrivate(file: FileHandle, path: string): Promise<void> {
  const status = await file.stat();
  if (!status.isFile()) throw unreadable(path, 'it is not a file');
  if (process.getuid !== undefined && status.uid !== process.getuid()) {
    throw unreadable(path, 'it belongs to another user');
  }
  if ((status.mode & 0o177) !== 0) throw unreadable(path, 'other users may read it; set its mode to 0600');
}

async function readBounded(file: FileHandle, path: string): Promise<string> {
  const bytes = Buffer.alloc(maximumLengthBytes + 1);
  const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
  if (bytesRead > maximumLengthBytes) throw unreadable(path, 'it is too long');
  const text = bytes.toString('utf8', 0, bytesRead);
  bytes.fill(0);
  return text;
}

function unreadable(path: string, reason: string, cause?: unknown): TallyError {
  return new TallyError('key_file_unreadable', {
    detail: `The key file ${path} can’t be used: ${reason}.`,
    cause,
  });
}

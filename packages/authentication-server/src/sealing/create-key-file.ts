import { randomBytes } from 'node:crypto';
import { link, open, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TallyError } from '@tallystick/foundation';
import { base64UrlText } from '@tallystick/otp';

/** The text of a new key file: one sealing key and the request hash key, 256 random bits each. */
export function newKeyFileText(): string {
  const present = `k-${randomBytes(4).toString('hex')}`;
  const sealing = { present, keys: { [present]: randomKey() } };
  return `${JSON.stringify({ version: 1, sealing, requestHash: randomKey() }, null, 2)}\n`;
}

/** The text of a new key file of a platform apart: the request hash key alone. */
export function newRequestHashKeyText(): string {
  return `${JSON.stringify({ version: 1, requestHash: randomKey() }, null, 2)}\n`;
}

/**
 * Writes a new key file, 0600. It appears whole or not at all and never replaces another: losing the keys is losing
 * every credential. Of two processes that make one at once, one wins and both read the same file afterwards.
 *
 * @returns false where there was a key file already; it is left alone.
 * @throws TallyError `disk_full` or `data_directory_not_writable`.
 */
export async function createKeyFile(path: string, text: string = newKeyFileText()): Promise<boolean> {
  const draft = `${path}.${randomBytes(6).toString('hex')}.draft`;
  try {
    await writeDurably(draft, text);
    const created = await linkUnlessThere(draft, path);
    await syncFolder(dirname(path));
    return created;
  } catch (error) {
    throw readableError(error, path);
  } finally {
    await unlink(draft).catch(() => undefined);
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** `link` refuses an existing name, where `rename` would replace it. */
async function linkUnlessThere(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** A new name is on disk only when its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function readableError(error: unknown, path: string): TallyError {
  const full = ['ENOSPC', 'EDQUOT'].includes(codeOf(error));
  return new TallyError(full ? 'disk_full' : 'data_directory_not_writable', {
    detail: `The key file ${path} could not be written: ${codeOf(error)}.`,
    cause: error,
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}

function randomKey(): string {
  return base64UrlText(randomBytes(32));
}

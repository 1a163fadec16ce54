import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ServerIdentity } from './server-identity.ts';

/** Part of the socket’s name; no port is opened. */
export const socketPort = 5432;

/** A Unix socket’s path holds 107 bytes on Linux, 103 on macOS; `/.s.PGSQL.5432` needs 14 of them. */
const longestPathBytes = 103 - 14;
const prefix = 'tallystick-';
const randomLetters = 6;

/** Makes a folder for the socket: short, and entered by the server’s user only, because whoever enters may connect. */
export async function makeSocketDirectory(identity: ServerIdentity | undefined): Promise<string> {
  // Root’s own temporary folder may be closed to the server’s user.
  const preferred = path.join(identity === undefined ? tmpdir() : '/tmp', prefix);
  const fits = Buffer.byteLength(preferred) + randomLetters <= longestPathBytes;
  const directory = await mkdtemp(fits ? preferred : path.join('/tmp', prefix));
  if (identity !== undefined) await chown(directory, identity.uid, identity.gid);
  return directory;
}

/** Only a folder with a name as we give it is removed, whatever an owner file may say. */
export async function removeSocketDirectory(directory: string): Promise<void> {
  if (!/^tallystick-[A-Za-z0-9]{6}$/.test(path.basename(directory))) return;
  await rm(directory, { recursive: true, force: true });
}

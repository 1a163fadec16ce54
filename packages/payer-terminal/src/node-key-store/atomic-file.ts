import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

const ownerOnly = 0o600;

/**
 * Replaces a file so that a crash at any moment leaves the old bytes or the new ones: write beside it, make that
 * durable, rename, make the rename durable. The caller holds the store’s lock, so a leftover beside it has no owner.
 */
export async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const besidePath = `${path}.new`;
  await rm(besidePath, { force: true });
  // `wx` refuses to follow a link that somebody put there in between.
  const file = await open(besidePath, 'wx', ownerOnly);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(besidePath, path);
  await syncFolder(dirname(path));
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

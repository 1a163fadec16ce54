import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { TallyError } from '@tallystick/foundation';
import { processStart } from './process-table.ts';

/** The process that a data directory belongs to, and the folder of its socket. */
export interface Owner {
  readonly processId: number;
  readonly processStart: string;
  readonly socketDirectory: string;
}

const maximumAttempts = 10;

/**
 * Makes this process the owner of a data directory. The file appears whole or not at all, by a hard link that can be
 * made once; the file of a dead owner is first moved aside, which can be done once too.
 *
 * @returns the dead owner that was replaced, if there was one.
 * @throws `data_directory_in_use` while another owner lives.
 */
export async function claimOwnership(ownerFile: string, socketDirectory: string): Promise<Owner | undefined> {
  const own = { processId: process.pid, processStart: processStart(process.pid) ?? '', socketDirectory };
  const unique = `${ownerFile}.${crypto.randomUUID()}`;
  let replaced: Owner | undefined;
  try {
    await writeFile(unique, JSON.stringify(own), { mode: 0o600 });
    for (let attempt = 0; attempt < maximumAttempts; attempt += 1) {
      if (await linked(unique, ownerFile)) return replaced;
      replaced = await moveDeadOwnerAside(ownerFile);
    }
    throw new TallyError('data_directory_in_use');
  } finally {
    await rm(unique, { force: true });
  }
}

export async function releaseOwnership(ownerFile: string): Promise<void> {
  await rm(ownerFile, { force: true });
}

async function linked(existing: string, place: string): Promise<boolean> {
  try {
    await link(existing, place);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function moveDeadOwnerAside(ownerFile: string): Promise<Owner | undefined> {
  if (isAlive(await readOwner(ownerFile))) throw new TallyError('data_directory_in_use');
  const aside = `${ownerFile}.${crypto.randomUUID()}`;
  try {
    await rename(ownerFile, aside);
  } catch {
    // Somebody else moved it; the next attempt meets the new owner.
    return undefined;
  }
  const moved = await readOwner(aside);
  if (isAlive(moved)) {
    // Between reading and moving a new owner had come: put it back.
    await linked(aside, ownerFile);
    await rm(aside);
    throw new TallyError('data_directory_in_use');
  }
  await rm(aside);
  return moved;
}

function isAlive(owner: Owner | undefined): boolean {
  return owner !== undefined && processStart(owner.processId) === owner.processStart;
}

async function readOwner(ownerFile: string): Promise<Owner | undefined> {
  try {
    const owner: unknown = JSON.parse(await readFile(ownerFile, 'utf8'));
    return isOwner(owner) ? owner : undefined;
  } catch {
    return undefined;
  }
}

function isOwner(value: unknown): value is Owner {
  return (
    typeof value === 'object' &&
    value !== null &&
    'processId' in value &&
    typeof value.processId === 'number' &&
    'processStart' in value &&
    typeof value.processStart === 'string' &&
    'socketDirectory' in value &&
    typeof value.socketDirectory === 'string'
  );
}

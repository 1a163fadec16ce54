import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { TallyError } from '@tallystick/foundation';
import { processStart, waitUntil } from './process-table.ts';

/** The process that a data directory belongs to, and the folder of its socket. */
export interface Owner {
  readonly processId: number;
  readonly processStart: string;
  readonly socketDirectory: string;
}

const ownerName = 'postgresql.owner';
const claimPrefix = 'postgresql.claim-';
const draftPrefix = 'postgresql.draft-';
const rivalsTimeoutMs = 5_000;

/**
 * Makes this process the owner of a data directory. Each who wants to be it first shows a claim, and only then looks at
 * the claims and the owner file; so of two at once at least one sees the other, and the one with the greater name gives
 * way. Claims are looked at before the owner file, because that is the way a claim goes when it becomes the owner file.
 *
 * @returns the dead owner that was replaced, if there was one.
 * @throws `data_directory_in_use` while another owner lives.
 */
export async function claimOwnership(
  dataDirectory: string,
  socketDirectory: string,
): Promise<Owner | undefined> {
  const id = crypto.randomUUID();
  const draft = path.join(dataDirectory, `${draftPrefix}${id}`);
  const claim = path.join(dataDirectory, `${claimPrefix}${id}`);
  const own = { processId: process.pid, processStart: processStart(process.pid) ?? '', socketDirectory };
  try {
    await writeFile(draft, JSON.stringify(own), { mode: 0o600 });
    // Renamed, so that nobody reads half a claim.
    await rename(draft, claim);
    const isFree = await waitUntil(() => isFreeFor(dataDirectory, `${claimPrefix}${id}`), rivalsTimeoutMs);
    if (!isFree) throw new TallyError('data_directory_in_use');
    const former = await readOwner(path.join(dataDirectory, ownerName));
    await rename(claim, path.join(dataDirectory, ownerName));
    return former;
  } finally {
    await rm(draft, { force: true });
    await rm(claim, { force: true });
  }
}

export async function releaseOwnership(dataDirectory: string): Promise<void> {
  await rm(path.join(dataDirectory, ownerName), { force: true });
}

/** The living owner of a data directory; undefined where nobody runs on it. Changes nothing. */
export async function findOwner(dataDirectory: string): Promise<Owner | undefined> {
  const owner = await readOwner(path.join(dataDirectory, ownerName));
  return isAlive(owner) ? owner : undefined;
}

/** False while claims with greater names are there, which will go away or become the owner. */
async function isFreeFor(dataDirectory: string, ownClaim: string): Promise<boolean> {
  const claims = (await readdir(dataDirectory)).filter((name) => name.startsWith(claimPrefix));
  const rivals: string[] = [];
  for (const name of claims.filter((claim) => claim !== ownClaim)) {
    const place = path.join(dataDirectory, name);
    if (isAlive(await readOwner(place))) rivals.push(name);
    else await rm(place, { force: true });
  }
  const isOwned = isAlive(await readOwner(path.join(dataDirectory, ownerName)));
  if (isOwned || rivals.some((rival) => rival < ownClaim)) throw new TallyError('data_directory_in_use');
  return rivals.length === 0;
}

function isAlive(owner: Owner | undefined): boolean {
  return owner !== undefined && processStart(owner.processId) === owner.processStart;
}

async function readOwner(file: string): Promise<Owner | undefined> {
  try {
    const owner: unknown = JSON.parse(await readFile(file, 'utf8'));
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

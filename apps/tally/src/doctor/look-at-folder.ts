import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { TallyError } from '@tallystick/foundation';
import { lookAtEmbeddedPostgres } from '@tallystick/postgres';
import { dataFolderMode, faultOfFolder } from '../environment/private-folder.ts';
import { look, mind, type Finding } from './finding.ts';

/** PostgreSQL keeps two gigabytes of log at most; below this a checkpoint under load may not find room. */
const scarceBytes = 3 * 1024 ** 3;
const tooFewBytes = 64 * 1024 ** 2;

/** Files that open a door and are their owner’s only. */
const privateFiles = ['demo-keys.json', 'operator-key.json'];

/** Looks at the data folder: whether it can be used, whether there is room, who runs on it, who may read its keys. */
export async function lookAtFolder(dataDirectory: string): Promise<readonly Finding[]> {
  const place = await nearestExisting(dataDirectory);
  const findings = [
    await look('data folder', () => lookAtAccess(dataDirectory, place)),
    await look('disk', () => lookAtRoom(place)),
    await look('owner', () => lookAtOwner(dataDirectory)),
  ];
  for (const name of privateFiles) {
    const file = path.join(dataDirectory, name);
    if (await exists(file)) findings.push(await look(name, () => lookAtPrivateFile(file)));
  }
  return findings;
}

async function lookAtAccess(dataDirectory: string, place: string) {
  const isThere = place === dataDirectory;
  const status = await stat(place);
  const detail = isThere
    ? `The data folder ${dataDirectory} can’t be written by this user. Change its owner, or set TALLY_DATA to another folder.`
    : `The data directory ${dataDirectory} can’t be made by this user. Set TALLY_DATA to another folder.`;
  if (!status.isDirectory()) throw new TallyError('data_directory_not_writable', { detail });
  await access(place, constants.R_OK | constants.W_OK | constants.X_OK).catch((cause: unknown) => {
    throw new TallyError('data_directory_not_writable', { detail, cause });
  });
  const fault = await faultOfFolder(dataDirectory, dataFolderMode());
  if (fault?.kind === 'refused')
    throw new TallyError('data_directory_not_writable', { detail: fault.detail });
  if (fault !== undefined)
    return mind(
      `The data folder ${dataDirectory} is open to other users (mode ${fault.mode}); the next start closes it.`,
    );
  if (!isThere) return `The data folder ${dataDirectory} is not there yet; the first start makes it.`;
  return `The data folder is ${dataDirectory}, mode ${(status.mode & 0o777).toString(8).padStart(4, '0')}.`;
}

async function lookAtRoom(place: string) {
  const { bavail, bsize } = await statfs(place);
  const freeBytes = bavail * bsize;
  const free = `${(freeBytes / 1024 ** 3).toFixed(1)} GiB`;
  if (freeBytes < tooFewBytes) {
    const detail = `The disk of ${place} is full: ${free} are free. Free some room, then start again; nothing was lost.`;
    throw new TallyError('disk_full', { detail });
  }
  if (freeBytes < scarceBytes)
    return mind(`Only ${free} are free on the disk of ${place}. Make room before it is full.`);
  return `${free} are free on its disk.`;
}

async function lookAtOwner(dataDirectory: string): Promise<string> {
  const { running, hasFiles } = await lookAtEmbeddedPostgres(path.join(dataDirectory, 'postgres'));
  if (running !== undefined) return `Process ${running.processId} runs on the data folder.`;
  return hasFiles ? 'Nobody runs on the data folder.' : 'There is no embedded database in the data folder.';
}

async function lookAtPrivateFile(file: string): Promise<string> {
  const { mode } = await stat(file);
  if ((mode & 0o077) === 0) return `${file} is its owner’s only.`;
  const detail = `The keys in ${file} can be read by others: take them as known, replace them, and set the mode to 0600.`;
  throw new TallyError('key_file_unreadable', { detail });
}

async function nearestExisting(place: string): Promise<string> {
  if (await exists(place)) return place;
  const parent = path.dirname(place);
  return parent === place ? place : nearestExisting(parent);
}

async function exists(place: string): Promise<boolean> {
  return stat(place).then(
    () => true,
    () => false,
  );
}

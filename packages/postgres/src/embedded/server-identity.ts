import { spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { TallyError } from '@tallystick/foundation';

/** The user that PostgreSQL runs as; undefined where that is the user we are. */
export interface ServerIdentity {
  readonly uid: number;
  readonly gid: number;
}

const dedicatedUser = 'tallystick';
const createUser = [
  '--system',
  '--user-group',
  '--no-create-home',
  '--home-dir',
  '/nonexistent',
  '--shell',
  '/usr/sbin/nologin',
  dedicatedUser,
];

/**
 * PostgreSQL refuses to run as root, because whoever takes it over would have the machine. Started as root we give it the
 * owner of the data it already has, else a user of its own, else `nobody`.
 */
export async function chooseServerIdentity(clusterDirectory: string): Promise<ServerIdentity | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await ownerOf(clusterDirectory);
  if (owner !== undefined && owner.uid !== 0) return owner;
  const identity = lookUp(dedicatedUser) ?? createAndLookUp() ?? lookUp('nobody');
  if (identity !== undefined) return identity;
  throw new TallyError('database_start_failed', {
    detail:
      'PostgreSQL can’t run as root, and there is neither a user tallystick nor a user nobody to run it as.',
  });
}

/** Asks as that user, because only the system knows all that counts: modes, access lists, mounts. */
export function canEnterOrRun(path: string, identity: ServerIdentity | undefined): boolean {
  const answer = spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], { ...identity, cwd: '/' });
  return answer.status === 0;
}

async function ownerOf(path: string): Promise<ServerIdentity | undefined> {
  try {
    const { uid, gid } = await stat(path);
    return { uid, gid };
  } catch {
    return undefined;
  }
}

function createAndLookUp(): ServerIdentity | undefined {
  spawnSync('useradd', createUser, { stdio: 'ignore' });
  return lookUp(dedicatedUser);
}

function lookUp(name: string): ServerIdentity | undefined {
  const uid = askId('-u', name);
  const gid = askId('-g', name);
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

function askId(option: '-u' | '-g', name: string): number | undefined {
  const answer = spawnSync('id', [option, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return answer.status === 0 ? Number(answer.stdout.trim()) : undefined;
}

import { userInfo } from 'node:os';
import path from 'node:path';
import { TallyError } from '@tallystick/foundation';
import type { Environment } from './read-environment.ts';

/** The absolute path of everything that a system keeps: TALLY_DATA, otherwise a folder of the working folder. */
export function dataFolder(env: Environment, otherwise = 'data'): string {
  return path.resolve(env['TALLY_DATA'] ?? otherwise);
}

/**
 * The folder of this user’s own tills and devices, `.tallystick` in the home folder: that of HOME, otherwise that which
 * the system’s list of users has.
 *
 * @throws TallyError `arguments_wrong` where neither is an absolute path; nothing is put into the working folder.
 */
export function personalFolder(env: Environment): string {
  const home = env['HOME'] ?? homeOfUser();
  if (home !== undefined && path.isAbsolute(home)) return path.join(home, '.tallystick');
  const detail =
    'This user has no home folder. Set HOME to one, or say where: TALLY_TILL_STATE or --state for a till, TALLY_PAYER_STORE or --store for a device.';
  throw new TallyError('arguments_wrong', { detail });
}

/** Not os.homedir(), which takes an empty HOME for a folder. A user without an entry in the list has none. */
function homeOfUser(): string | undefined {
  try {
    return userInfo().homedir;
  } catch {
    return undefined;
  }
}

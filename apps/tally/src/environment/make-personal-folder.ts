import type { LocalCode } from '@tallystick/foundation';
import type { CommandIo } from '../output/command-io.ts';
import { personalFolder } from './folders.ts';
import { makePrivateFolder } from './private-folder.ts';

/**
 * Makes the folder of this user’s own tills and devices where it is missing, and closes it to others.
 *
 * @throws TallyError `arguments_wrong` where the user has no home; the given code where it is not this user’s.
 */
export async function makePersonalFolder(io: CommandIo, code: LocalCode): Promise<string> {
  const folder = personalFolder(io.env);
  await makePrivateFolder(folder, { code, log: (line) => io.stderr.write(`${line}\n`) });
  return folder;
}

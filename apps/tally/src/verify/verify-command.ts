import path from 'node:path';
import { authenticationChecks, platformChecks, verifyApart, verifyDatabase } from '@tallystick/integrity';
import { checkIntegrity, type CheckedLook } from '@tallystick/postgres';
import { argumentsWrong } from '../commands/read-arguments.ts';
import { openExistingDatabase, type ExistingDatabase } from '../installation/open-existing-database.ts';
import type { CommandIo } from '../output/command-io.ts';
import { exitCodes } from '../output/exit-codes.ts';
import { writeJson } from '../output/write-json.ts';
import { readStartSettings } from '../start/start-settings.ts';
import { endingOf, linesOf } from './verify-words.ts';

export interface VerifyValues {
  readonly with?: string | undefined;
  readonly json?: boolean | undefined;
}

type OnLook = (look: CheckedLook) => void;

/** `tally verify`: looks whether everything holds in the database that must. Changes no row. */
export async function runVerify(values: VerifyValues, io: CommandIo): Promise<number> {
  const opened = await openDatabases(values, io);
  const isJson = values.json === true;
  const say = (text: string): void => void (isJson || io.stdout.write(text));
  const startedMs = io.clock.monotonicMs();
  const description = opened.map((one) => one.description).join(' and ');
  try {
    say(`Looking at ${description} …\n\n`);
    const looks = await lookAt(opened, (look) => say(linesOf(look)));
    const durationMs = Math.round(io.clock.monotonicMs() - startedMs);
    const isSound = looks.every(isFine);
    if (isJson) writeJson(io.stdout, { database: description, isSound, durationMs, checks: looks });
    say(endingOf(looks, durationMs));
    return isSound ? exitCodes.done : exitCodes.somethingWrong;
  } finally {
    for (const one of opened) await one.close();
  }
}

/** The database of this installation, and that of the other server where it is named. */
async function openDatabases(
  { with: folder }: VerifyValues,
  io: CommandIo,
): Promise<readonly ExistingDatabase[]> {
  const log = (line: string): void => void io.stderr.write(`${line}\n`);
  const first = await openExistingDatabase(readStartSettings({}, io.env), log);
  const databaseUrl = io.env['TALLY_WITH_DATABASE_URL'];
  if (folder === undefined && databaseUrl === undefined) return [first];
  try {
    const dataDirectory = path.resolve(folder ?? '.');
    const place = { dataDirectory, databaseUrl: folder === undefined ? databaseUrl : undefined };
    return [first, await openExistingDatabase(place, log)];
  } catch (error) {
    await first.close();
    throw error;
  }
}

/** What can be looked at depends on whose rows there are. */
function lookAt(opened: readonly ExistingDatabase[], onLook: OnLook): Promise<readonly CheckedLook[]> {
  const [first, second] = opened;
  if (first === undefined) throw new Error('there is no database to look at');
  if (second === undefined) return lookAtOne(first, onLook);
  const platform = opened.find(({ role }) => role === 'platform');
  const authentication = opened.find(({ role }) => role === 'authentication');
  if (platform === undefined || authentication === undefined)
    throw argumentsWrong(
      '--with needs the database of the other server: one of a platform, one of an authentication server.',
    );
  return verifyApart({ platform: platform.database, authentication: authentication.database }, onLook);
}

function lookAtOne({ role, database }: ExistingDatabase, onLook: OnLook): Promise<readonly CheckedLook[]> {
  if (role === 'all') return verifyDatabase(database, onLook);
  const checks = role === 'platform' ? platformChecks : authenticationChecks;
  return checkIntegrity(database, checks, { onLook });
}

function isFine({ isNotice, differences }: CheckedLook): boolean {
  return isNotice || differences.length === 0;
}

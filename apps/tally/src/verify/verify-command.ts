import { verifyDatabase } from '@tallystick/payment-platform';
import type { CheckedLook } from '@tallystick/postgres';
import { openExistingDatabase } from '../installation/open-existing-database.ts';
import type { CommandIo } from '../output/command-io.ts';
import { exitCodes } from '../output/exit-codes.ts';
import { writeJson } from '../output/write-json.ts';
import { readStartSettings } from '../start/start-settings.ts';
import { endingOf, linesOf } from './verify-words.ts';

export interface VerifyValues {
  readonly json?: boolean | undefined;
}

/** `tally verify`: looks whether everything holds in the database that must. Changes no row. */
export async function runVerify({ json }: VerifyValues, io: CommandIo): Promise<number> {
  const settings = readStartSettings({}, io.env);
  const opened = await openExistingDatabase(settings, (line) => io.stderr.write(`${line}\n`));
  const say = (text: string): void => void (json === true || io.stdout.write(text));
  const startedMs = io.clock.monotonicMs();
  try {
    say(`Looking at ${opened.description} …\n\n`);
    const looks = await verifyDatabase(opened.database, (look) => say(linesOf(look)));
    const durationMs = Math.round(io.clock.monotonicMs() - startedMs);
    const isSound = looks.every(isFine);
    if (json === true)
      writeJson(io.stdout, { database: opened.description, isSound, durationMs, checks: looks });
    say(endingOf(looks, durationMs));
    return isSound ? exitCodes.done : exitCodes.somethingWrong;
  } finally {
    await opened.close();
  }
}

function isFine({ isNotice, differences }: CheckedLook): boolean {
  return isNotice || differences.length === 0;
}

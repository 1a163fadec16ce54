import { hostname, userInfo } from 'node:os';
import { TallyError } from '@tallystick/foundation';
import { acceptClock, durationWords, judgeClock, readClocks } from '@tallystick/payment-platform';
import { argumentsWrong } from '../commands/read-arguments.ts';
import { openExistingDatabase } from '../installation/open-existing-database.ts';
import type { CommandIo } from '../output/command-io.ts';
import { exitCodes } from '../output/exit-codes.ts';
import { writeJson } from '../output/write-json.ts';
import { readStartSettings } from '../start/start-settings.ts';

export interface AcceptValues {
  readonly role?: string | undefined;
  readonly reason?: string | undefined;
  readonly yes?: boolean | undefined;
  readonly json?: boolean | undefined;
}

const longestReason = 200;
const longestAnswer = 100;

/**
 * `tally clock accept`: takes the database’s present time for right, beside the running system or while it is stopped.
 *
 * @throws TallyError `clock_unsafe` where system and database time differ, which nobody can accept.
 */
export async function runAccept(values: AcceptValues, io: CommandIo): Promise<number> {
  const { yes, json, reason } = values;
  if (reason !== undefined && (reason.trim() === '' || reason.length > longestReason))
    throw argumentsWrong(`--reason must have 1 to ${longestReason} characters.`);
  if (yes !== true && io.stdin.isTTY !== true)
    throw argumentsWrong('Nobody can be asked here: give --yes to accept the time.');
  const log = (line: string): void => void io.stderr.write(`${line}\n`);
  const opened = await openExistingDatabase(readStartSettings({ role: values.role }, io.env), log);
  try {
    const schema = opened.role === 'authentication' ? 'authentication' : 'platform';
    const reading = await readClocks({ database: opened.database, clock: io.clock, schema });
    const { unsafe } = judgeClock(undefined, reading);
    if (unsafe?.isAcceptable === false) throw new TallyError('clock_unsafe', { detail: unsafe.detail });
    // Under --json standard output holds the answer and nothing else.
    const output = json === true ? io.stderr : io.stdout;
    output.write(consequences(opened.description, reading));
    if (yes !== true && !(await isConfirmed(io, output))) {
      output.write('Nothing was changed.\n');
      return exitCodes.failed;
    }
    const acceptance = await acceptClock(opened.database, schema, {
      actor: `user:${userName()}@${hostname()}`,
      reason: reason ?? null,
    });
    const { changeId, changedAt, highWaterBefore } = acceptance;
    if (json === true) {
      writeJson(io.stdout, {
        changeId,
        highWaterBefore: highWaterBefore === null ? null : highWaterBefore.toISOString(),
        highWaterAfter: changedAt.toISOString(),
      });
    } else {
      output.write(
        `Accepted: ${changedAt.toISOString()}, change ${changeId}. A running server goes on within seconds.\n`,
      );
    }
    return exitCodes.done;
  } finally {
    await opened.close();
  }
}

interface Times {
  readonly databaseMs: number;
  readonly highWaterMs: number | undefined;
}

/** What is about to be done, and what follows from it. */
function consequences(description: string, { databaseMs, highWaterMs }: Times): string {
  const lines = [
    `Database            ${description}`,
    `Time now            ${new Date(databaseMs).toISOString()}`,
    `Last time of work   ${highWaterMs === undefined ? 'none yet' : new Date(highWaterMs).toISOString()}`,
    '',
    ...whatItAllows(databaseMs, highWaterMs),
    'If the time now is wrong, set the clock first.',
    '',
  ];
  return lines.join('\n');
}

function whatItAllows(databaseMs: number, highWaterMs: number | undefined): readonly string[] {
  if (highWaterMs === undefined || databaseMs >= highWaterMs) {
    return [
      'Accepting takes the time now for right. Codes and activation codes that are older have expired, and a device that',
      'has been without a network for more than 400 days needs a new activation.',
    ];
  }
  return [
    `Accepting moves the time back by ${durationWords(highWaterMs - databaseMs)}. Codes of the time between could be shown again: one that`,
    'was shown then and did not pay is good once more when its time comes. Codes that paid stay burnt, and who paid with',
    'a code of the time between is refused until that time has passed, or needs a new activation.',
  ];
}

/** The user that runs the command; its number where it has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}

async function isConfirmed(io: CommandIo, output: CommandIo['stdout']): Promise<boolean> {
  output.write('Type yes to accept: ');
  let answer = '';
  for await (const chunk of io.stdin) {
    answer += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    if (answer.includes('\n') || answer.length > longestAnswer) break;
  }
  return answer.split('\n')[0]?.trim() === 'yes';
}

import type { CommandIo } from '../output/command-io.ts';
import { exitCodes } from '../output/exit-codes.ts';
import { isGroup, type Command, type CommandGroup } from './command.ts';
import { isReaderGone } from '../output/process-output.ts';
import { helpPage } from './help-page.ts';
import { reportError } from './report-error.ts';

/** Where the words of a command line led to in the table of commands. */
interface Found {
  readonly path: readonly string[];
  readonly entry: Command | CommandGroup;
  readonly rest: readonly string[];
  readonly speaksTo: 'cashier' | 'operator';
}

/**
 * Finds the command in the table and runs it to its exit code. Never throws: what the system throws on purpose becomes
 * one sentence on standard error, what nobody expected is printed whole, because then somebody has to look at it.
 *
 * @param name where `group` stands, for a test of one group: `['till']`.
 */
export async function runCommandLine(
  group: CommandGroup,
  args: readonly string[],
  io: CommandIo,
  name: readonly string[] = [],
): Promise<number> {
  const found = find(group, args, name);
  const exitCode = await runFound(found, io);
  return exitCodeAfterOutput(exitCode, found, io);
}

async function runFound({ path, entry, rest, speaksTo }: Found, io: CommandIo): Promise<number> {
  if (isGroup(entry)) return answerWithoutCommand(path, entry, rest, io);
  if (rest.includes('--help')) {
    io.stdout.write(helpPage(path, entry));
    return exitCodes.done;
  }
  try {
    return await entry.run(rest, io);
  } catch (error) {
    return reportError(error, { path, speaksTo, wantsJson: rest.includes('--json') }, io);
  }
}

/**
 * What a command prints is its result, unless it has asked for the failure itself because it did something that stands:
 * it has failed where that could not be written. A reader that had seen enough is no failure.
 */
async function exitCodeAfterOutput(
  exitCode: number,
  { path, speaksTo }: Found,
  io: CommandIo,
): Promise<number> {
  try {
    await io.stdout.written?.();
    return exitCode;
  } catch (error) {
    if (exitCode !== exitCodes.done || isReaderGone(error)) return exitCode;
    return reportError(error, { path, speaksTo, wantsJson: false }, io);
  } finally {
    await io.stderr.written?.().catch(() => undefined);
  }
}

function find(group: CommandGroup, args: readonly string[], name: readonly string[]): Found {
  let found: Found = { path: name, entry: group, rest: args, speaksTo: group.speaksTo ?? 'operator' };
  while (isGroup(found.entry)) {
    const { commands } = found.entry;
    const [word = '', ...rest] = found.rest;
    const entry = Object.hasOwn(commands, word) ? commands[word] : undefined;
    if (entry === undefined) break;
    const speaksTo = (isGroup(entry) ? entry.speaksTo : undefined) ?? found.speaksTo;
    found = { path: [...found.path, word], entry, rest, speaksTo };
  }
  return found;
}

function answerWithoutCommand(
  path: readonly string[],
  group: CommandGroup,
  [word]: readonly string[],
  io: CommandIo,
): number {
  const help = helpPage(path, group);
  if (word === '--help' || word === 'help') {
    io.stdout.write(help);
    return exitCodes.done;
  }
  // The word is not repeated: it may be a code that was scanned into the wrong window.
  const name = ['tally', ...path].join(' ');
  io.stderr.write(word === undefined ? help : `${name}: There is no such command.\n\n${help}`);
  return exitCodes.argumentsWrong;
}

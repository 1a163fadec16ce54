import { TallyError } from '@tallystick/foundation';
import type { CommandIo } from './command-io.ts';
import { exitCodes } from './exit-codes.ts';

export type Command = (args: readonly string[], io: CommandIo) => Promise<number>;

/**
 * Runs a command to its exit code. What the system throws on purpose becomes one sentence on standard error; what nobody
 * expected is printed whole, because then somebody has to look at it.
 */
export async function runCommand(command: Command, args: readonly string[], io: CommandIo): Promise<number> {
  try {
    return await command(args, io);
  } catch (error) {
    io.stderr.write(`tally: ${wordsOf(error)}\n`);
    const isMisused = error instanceof TallyError && error.code === 'arguments_wrong';
    return isMisused ? exitCodes.argumentsWrong : exitCodes.failed;
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof TallyError) return `${oneLine(error.message)} (${error.code})`;
  if (error instanceof Error) return `unexpected: ${error.stack ?? error.message}`;
  return `unexpected: ${String(error)}`;
}

/** A detail may quote PostgreSQL or the operating system, whose words may run over several lines. */
function oneLine(text: string): string {
  return text.trim().replaceAll(/\s*[\r\n]+\s*/g, ' ');
}

import { printable } from '@tallystick/cashier-terminal';
import { TallyError, type ErrorCode } from '@tallystick/foundation';
import type { CommandIo } from '../output/command-io.ts';
import { exitCodes } from '../output/exit-codes.ts';
import { writeJson } from '../output/write-json.ts';

interface Occasion {
  readonly path: readonly string[];
  readonly speaksTo: 'cashier' | 'operator';
  readonly wantsJson: boolean;
}

/**
 * Tells an error: one sentence and its code on standard error, for people. Under `--json` standard output also gets it as
 * `{"error":{"code","detail"}}`, so that a program finds every answer in one place.
 *
 * @returns the exit code.
 */
export function reportError(error: unknown, { path, speaksTo, wantsJson }: Occasion, io: CommandIo): number {
  const name = ['tally', ...path].join(' ');
  if (!(error instanceof TallyError)) {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    io.stderr.write(`${name}: unexpected: ${words}\n`);
    if (wantsJson)
      writeJson(io.stdout, { error: { code: 'internal_error', detail: 'An unexpected error.' } });
    return exitCodes.failed;
  }
  const { code, field } = error;
  const detail = wordsOf(error, speaksTo);
  io.stderr.write(`${name}: ${detail} (${code})\n`);
  if (wantsJson) writeJson(io.stdout, { error: { code, detail, ...(field === undefined ? {} : { field }) } });
  return exitCodeOf(code);
}

function exitCodeOf(code: ErrorCode): number {
  switch (code) {
    case 'arguments_wrong':
      return exitCodes.argumentsWrong;
    case 'change_unknown':
    case 'earlier_payment_open':
      return exitCodes.unknown;
    case 'earlier_payment_paid':
      return exitCodes.declined;
    default:
      return exitCodes.failed;
  }
}

/** What was said about this occurrence; without that, the words made for whoever reads it. */
function wordsOf({ message, definition }: TallyError, speaksTo: Occasion['speaksTo']): string {
  const isPlain = message === definition.operatorWords;
  return printable(oneLine(isPlain && speaksTo === 'cashier' ? definition.cashierWords : message));
}

/** A detail may quote PostgreSQL or the operating system, whose words may run over several lines. */
function oneLine(text: string): string {
  return text.trim().replaceAll(/\s*[\r\n]+\s*/g, ' ');
}

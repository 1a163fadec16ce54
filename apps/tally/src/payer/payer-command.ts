import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { TallyError } from '@tallystick/foundation';
import type { PayerIo } from './payer-io.ts';

/** Exit codes of every `tally payer` command. */
export const exitCodes = { done: 0, failed: 1, argumentsWrong: 2 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export interface PayerCommand {
  /** Printed for `--help`, and after wrong arguments. */
  readonly help: string;
  run(args: readonly string[], io: PayerIo): Promise<ExitCode>;
}

/** Options that every command takes. */
export const commonOptions = {
  store: { type: 'string' },
  'passphrase-file': { type: 'string' },
} as const satisfies ParseArgsOptionsConfig;

export const commonHelp = `  --store FILE            the key store; otherwise TALLY_PAYER_STORE, otherwise ~/.tallystick/payer.json
  --passphrase-file FILE  its passphrase is the file’s first line; otherwise TALLY_PASSPHRASE, otherwise none
  --help                  this page`;

/** Reads a command’s arguments strictly. Errors: `arguments_wrong`, with the parser’s sentence. */
export function readArguments<Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw argumentsWrong(error instanceof Error ? firstSentence(error.message) : 'The arguments are wrong.');
  }
}

export function argumentsWrong(detail: string): TallyError {
  return new TallyError('arguments_wrong', { detail });
}

/** Node’s parser goes on to explain itself. */
function firstSentence(text: string): string {
  const end = text.search(/\.\s/);
  return end < 0 ? text : text.slice(0, end + 1);
}

import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** Payer accounts; each has `terminalsPerPayer` payer terminals. */
  readonly payerCount: number;
  /** Merchants that share the payments, each with one till; 1 is one hot merchant. */
  readonly merchantCount: number;
  /** Length of each measurement. */
  readonly seconds: number;
  readonly rounds: number;
  /** Whether bench/RESULTS.md is written; a short run only prints. */
  readonly writesResults: boolean;
}

export const usage =
  'npm run bench -- [--payers 10000] [--merchants 10] [--seconds 6] [--rounds 3] [--print-only]';

/**
 * Reads the command line.
 *
 * @throws RangeError or TypeError where an option is unknown or outside its limits.
 */
export function readOptions(commandLine: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...commandLine],
    options: {
      payers: { type: 'string', default: '10000' },
      // As many as TPC-B has branches at scale 10: both sides have the same number of hot rows.
      merchants: { type: 'string', default: '10' },
      seconds: { type: 'string', default: '6' },
      rounds: { type: 'string', default: '3' },
      'print-only': { type: 'boolean', default: false },
    },
  });
  return {
    payerCount: wholeNumber('--payers', values.payers, 100, 1_000_000),
    merchantCount: wholeNumber('--merchants', values.merchants, 1, 10_000),
    // Codes are made before a measurement and must still be in the window at its end.
    seconds: wholeNumber('--seconds', values.seconds, 1, 15),
    rounds: wholeNumber('--rounds', values.rounds, 1, 100),
    writesResults: !values['print-only'],
  };
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = /^[0-9]{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new RangeError(`${option} is a whole number from ${least} to ${most}, not ${text}`);
}

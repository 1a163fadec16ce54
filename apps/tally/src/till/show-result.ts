import { writeFile } from 'node:fs/promises';
import {
  drawQrLines,
  printable,
  printReceipt,
  wordsFor,
  type PaymentLookup,
  type PaymentResult,
  type TillIdentity,
} from '@tallystick/cashier-terminal';
import type { MoneyJson } from '@tallystick/foundation';
import type { CommandIo } from '../output/command-io.ts';
import { exitCodes } from '../output/exit-codes.ts';
import { writeJson } from '../output/write-json.ts';
import { writeResult } from '../output/write-result.ts';
import type { TillArguments } from './till-arguments.ts';

const recoverAdvice = 'the exit code says how it ended, and tally till recover shows it.';

/**
 * Shows a result as JSON or as a receipt; a receipt may go to a file, and the result is then one line.
 *
 * @param advice What to do where it can’t be written.
 * @returns whether it was written to standard output.
 */
export async function showResult(
  result: PaymentResult,
  shown: { readonly args: TillArguments; readonly till: TillIdentity; readonly amount: MoneyJson | null },
  io: CommandIo,
  advice = recoverAdvice,
): Promise<boolean> {
  const { args, till, amount } = shown;
  const drawQr = args.qr === true ? { drawQr: drawQrLines } : {};
  const receiptOf = (): string => printReceipt(result, { till, amount, nowMs: io.clock.nowMs(), ...drawQr });
  const isWritten = await writeResult(io, { name: 'tally till', advice }, () => {
    if (args.json === true) writeJson(io.stdout, result);
    else io.stdout.write(args.receipt === undefined ? receiptOf() : `${summaryOf(result)}\n`);
  });
  if (args.receipt !== undefined) await saveReceipt(args.receipt, receiptOf, io);
  return isWritten;
}

/** One line for each of the payments that are ended together. */
export function showSummary(result: PaymentResult, { json }: TillArguments, io: CommandIo): Promise<boolean> {
  return writeResult(io, { name: 'tally till', advice: recoverAdvice }, () => {
    if (json === true) writeJson(io.stdout, result);
    else io.stdout.write(`${summaryOf(result)}\n`);
  });
}

/** `approved PAYMENT_ID`, what the cashier should do, and the error’s code where there is one. */
export function summaryOf(result: PaymentLookup): string {
  const isEnd = result.state !== 'pending' && result.state !== 'never_seen';
  const words = [result.state, result.paymentId, isEnd ? wordsFor(result) : '', codeOf(result)];
  return printable(words.filter((word) => word !== '').join(' '));
}

function codeOf(result: PaymentLookup): string {
  const problem = 'problem' in result ? result.problem : null;
  return problem === null ? '' : `(${problem.code})`;
}

export function exitCodeOf(state: PaymentLookup['state']): number {
  switch (state) {
    case 'approved':
      return exitCodes.done;
    case 'declined':
    case 'reversed':
      return exitCodes.declined;
    case 'refused':
    case 'never_seen':
      return exitCodes.failed;
    case 'pending':
    case 'unknown':
      return exitCodes.unknown;
  }
}

/** A receipt that can’t be written takes nothing back: the result stands, was shown, and decides the exit code. */
async function saveReceipt(path: string, receiptOf: () => string, io: CommandIo): Promise<void> {
  try {
    await writeFile(path, receiptOf(), { mode: 0o600 });
  } catch {
    io.stderr.write('tally till: The receipt could not be written to its file; the result above stands.\n');
  }
}

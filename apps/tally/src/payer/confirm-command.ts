import { parseDecimalAmount } from '@tallystick/foundation';
import {
  type OfferedCode,
  type PayerTerminal,
  checkReceiptQr,
  checkTypedConfirmation,
} from '@tallystick/payer-terminal';
import { argumentsWrong, type Given } from '../commands/read-arguments.ts';
import type { CommandIo } from '../output/command-io.ts';
import { exitCodes } from '../output/exit-codes.ts';
import { writeJson } from '../output/write-json.ts';
import { openTerminal } from './open-terminal.ts';
import type { confirmOptions } from './payer-options.ts';
import { paymentWords } from './payment-words.ts';

type ConfirmValues = Given<typeof confirmOptions>['values'];

/** `tally payer confirm`: checks offline what a till shows after a payment. */
export async function runConfirm(
  { values, operands }: Given<typeof confirmOptions>,
  io: CommandIo,
): Promise<number> {
  const code = await checked(await openTerminal(values, io), operands.join(' '), values);
  if (values.json === true) writeJson(io.stdout, code);
  else io.stdout.write(`Genuine: ${paymentWords(code)}\n`);
  return exitCodes.done;
}

function checked(terminal: PayerTerminal, confirmation: string, values: ConfirmValues): Promise<OfferedCode> {
  if (confirmation.startsWith('TALLY1:')) return checkReceiptQr(terminal, confirmation);
  const digits = confirmation.replace(/[\s-]/g, '');
  if (!/^\d{8}$/.test(digits)) throw argumentsWrong('A typed confirmation has eight digits.');
  const codeEnding = values['code-ending'];
  return checkTypedConfirmation(terminal, {
    digits,
    ...amountOf(values),
    ...(codeEnding === undefined ? {} : { codeEnding }),
  });
}

function amountOf(values: ConfirmValues): { minorUnits: string; currency: string } {
  const { amount, currency } = values;
  if (amount === undefined || currency === undefined) {
    throw argumentsWrong('Eight digits need --amount and --currency.');
  }
  const minorUnits = parseDecimalAmount(amount, currency.toUpperCase());
  if (minorUnits === undefined || minorUnits === 0n) {
    throw argumentsWrong('The amount or its currency is wrong; an amount looks like 4.50.');
  }
  return { minorUnits: minorUnits.toString(), currency: currency.toUpperCase() };
}

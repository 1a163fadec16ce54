import { parseDecimalAmount } from '@tallystick/foundation';
import {
  type OfferedCode,
  type PayerTerminal,
  checkReceiptQr,
  checkTypedConfirmation,
} from '@tallystick/payer-terminal';
import { openTerminal } from './open-terminal.ts';
import {
  type PayerCommand,
  argumentsWrong,
  commonHelp,
  commonOptions,
  exitCodes,
  readArguments,
} from './payer-command.ts';
import { paymentWords } from './payment-words.ts';

const options = {
  ...commonOptions,
  amount: { type: 'string' },
  currency: { type: 'string' },
  'code-ending': { type: 'string' },
} as const;

type ConfirmValues = ReturnType<typeof readArguments<typeof options>>['values'];

/** `tally payer confirm`: checks offline what a till shows after a payment. */
export const confirmCommand: PayerCommand = {
  help: `tally payer confirm TALLY1:R:…
tally payer confirm DIGITS --amount 4.50 --currency EUR

Checks the confirmation of a payment, without any network: the text of the till’s QR code, or its eight digits together
with the amount. Ends with 0 when it is genuine, also where it proves a decline; the outcome is printed.

  --amount, --currency    what the till showed beside the eight digits
  --code-ending DIGITS    the last four digits of the code, where several codes are waiting
${commonHelp}
`,
  async run(args, io) {
    const { values, positionals } = readArguments(args, options);
    const confirmation = positionals.join(' ');
    if (confirmation === '') throw argumentsWrong('Give the text of the QR code, or the eight digits.');
    const terminal = openTerminal(values, io);
    const code = await checked(terminal, confirmation, values);
    io.stdout.write(`Genuine: ${paymentWords(code)}\n`);
    return exitCodes.done;
  },
};

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

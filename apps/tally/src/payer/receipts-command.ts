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

const options = { ...commonOptions, json: { type: 'boolean' } } as const;

/** `tally payer receipts`: what this device knows of its payments. */
export const receiptsCommand: PayerCommand = {
  help: `tally payer receipts

Lists the codes that this device has shown, newest first, and what was proved about each. A code without a confirmation
stands as “outcome unknown”: it may have been used, or not.

  --json                  print the list as JSON
${commonHelp}
`,
  async run(args, io) {
    const { values, positionals } = readArguments(args, options);
    if (positionals.length > 0) throw argumentsWrong('receipts takes options only.');
    const { activated } = await openTerminal(values, io).store.read();
    const codes = activated?.offeredCodes ?? [];
    if (values.json === true) io.stdout.write(`${JSON.stringify(codes, null, 2)}\n`);
    else io.stdout.write(codes.length === 0 ? 'No code yet.\n' : `${codes.map(paymentWords).join('\n')}\n`);
    return exitCodes.done;
  },
};

import type { Given } from '../commands/read-arguments.ts';
import type { CommandIo } from '../output/command-io.ts';
import { exitCodes } from '../output/exit-codes.ts';
import { writeJson } from '../output/write-json.ts';
import { openTerminal } from './open-terminal.ts';
import type { receiptsOptions } from './payer-options.ts';
import { paymentWords } from './payment-words.ts';

/** `tally payer receipts`: what this device knows of its payments. */
export async function runReceipts({ values }: Given<typeof receiptsOptions>, io: CommandIo): Promise<number> {
  const { activated } = await (await openTerminal(values, io)).store.read();
  const codes = activated?.offeredCodes ?? [];
  if (values.json === true) writeJson(io.stdout, codes);
  else io.stdout.write(codes.length === 0 ? 'No code yet.\n' : `${codes.map(paymentWords).join('\n')}\n`);
  return exitCodes.done;
}

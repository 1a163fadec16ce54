import { printable } from '@tallystick/cashier-terminal';
import type { CommandIo } from '../output/command-io.ts';
import { exitCodes } from '../output/exit-codes.ts';
import { writeJson } from '../output/write-json.ts';
import { finishEarlier } from './finish-earlier.ts';
import { exitCodeOf, showResult, showSummary, summaryOf } from './show-result.ts';
import type { TillArguments } from './till-arguments.ts';
import { inTillSession, openReadingTerminal } from './till-session.ts';

/** `tally till whoami` */
export async function whoAmI(args: TillArguments, io: CommandIo): Promise<number> {
  const till = await (await openReadingTerminal(args, io)).whoAmI();
  const text = `till ${till.tillNumber}${till.tillName === null ? '' : ` (${till.tillName})`} of ${till.merchantName}`;
  if (args.json === true) writeJson(io.stdout, till);
  else io.stdout.write(`${printable(text)}\n`);
  return exitCodes.done;
}

/** `tally till query` */
export async function query(paymentId: string, args: TillArguments, io: CommandIo): Promise<number> {
  const found = await (await openReadingTerminal(args, io)).query(paymentId);
  if (args.json === true) writeJson(io.stdout, found);
  else io.stdout.write(`${summaryOf(found)}\n`);
  return exitCodeOf(found.state);
}

/** `tally till reverse` */
export function reverse(paymentId: string, args: TillArguments, io: CommandIo): Promise<number> {
  return inTillSession(args, io, async ({ terminal, identity }) => {
    const result = await terminal.reverse(paymentId);
    const shown = { args, till: identity, amount: null };
    await showResult(
      result,
      shown,
      io,
      'the exit code says how it ended, and the same command shows it again.',
    );
    return exitCodeOf(result.state);
  });
}

/** `tally till recover`: each result is shown before the journal forgets it. */
export function recover(args: TillArguments, io: CommandIo): Promise<number> {
  return inTillSession(args, io, async (session) => {
    const results = await finishEarlier(session, (result) => showSummary(result, args, io));
    if (results.length === 0 && args.json !== true) io.stdout.write('No payment is open.\n');
    return results.some(({ state }) => state === 'unknown') ? exitCodes.unknown : exitCodes.done;
  });
}

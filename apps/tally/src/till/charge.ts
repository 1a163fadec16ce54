import { createNodePictureReader, readPictureFile } from '@tallystick/cashier-terminal/node';
import { paycodeOfTexts, scannedLines, type PaymentResult } from '@tallystick/cashier-terminal';
import { moneyToJson, TallyError, type Money } from '@tallystick/foundation';
import { finishEarlier } from './finish-earlier.ts';
import { readAmount } from './read-amount.ts';
import { exitCodeOf, showResult, summaryOf } from './show-result.ts';
import { reportError } from '../commands/report-error.ts';
import type { CommandIo } from '../output/command-io.ts';
import { exitCodes } from '../output/exit-codes.ts';
import type { TillArguments } from './till-arguments.ts';
import type { TillSession } from './till-session.ts';

/** `tally till pay`: one code, one payment. */
export async function payOnce(args: TillArguments, session: TillSession, io: CommandIo): Promise<number> {
  if (args.code !== undefined && args.picture !== undefined) {
    throw new TallyError('arguments_wrong', { detail: 'Give a code or a picture, not both.' });
  }
  if (args['order-total'] !== undefined && args.order === undefined) {
    throw new TallyError('arguments_wrong', { detail: '--order-total belongs to --order.' });
  }
  const amount = readAmount(args.amount, args, session);
  await reportEarlier(session, io);
  const code = await readCode(args, session, io);
  if (code === undefined || isInterrupted(io)) return nothingCharged(io);
  return exitCodeOf((await charge(code, amount, args, session, io)).state);
}

/**
 * `tally till watch`: every scan is a payment, one after the other, until standard input ends. A code that was misread
 * is said so, and the next scan is awaited. Once a result could not be shown nothing more is charged.
 */
export async function payEveryScan(
  args: TillArguments,
  session: TillSession,
  io: CommandIo,
): Promise<number> {
  const amount = readAmount(args.amount, args, session);
  await reportEarlier(session, io);
  let exitCode: number = exitCodes.done;
  for await (const scan of scannedLines(io.stdin, session.identity.issuerPrefix)) {
    if (isInterrupted(io)) break;
    try {
      const { state, isShown } = await charge(scan, amount, args, session, io);
      if (state === 'unknown') exitCode = exitCodes.unknown;
      if (!isShown) break;
    } catch (error) {
      if (error instanceof TallyError && error.field === 'code') {
        io.stderr.write(`tally till watch: ${error.definition.cashierWords} (${error.code})\n`);
        continue;
      }
      // A payment of before whose end is not known is the graver news.
      if (exitCode !== exitCodes.unknown) throw error;
      reportError(error, { path: ['till', 'watch'], speaksTo: 'cashier', wantsJson: args.json === true }, io);
      break;
    }
  }
  return exitCode;
}

async function charge(
  code: string,
  amount: Money,
  args: TillArguments,
  session: TillSession,
  io: CommandIo,
): Promise<{ readonly state: PaymentResult['state']; readonly isShown: boolean }> {
  let isShown = false;
  const { state } = await session.terminal.pay({
    code,
    amount,
    ...purposeOf(args, session),
    async show(result) {
      const shown = { args, till: session.identity, amount: moneyToJson(amount) };
      isShown = await showResult(result, shown, io);
      if (!isShown) await session.unshown.keep(result);
    },
    ...(io.signal === undefined ? {} : { signal: io.signal }),
  });
  return { state, isShown };
}

/** What the payment is for, as far as the command line says. */
function purposeOf(args: TillArguments, session: TillSession) {
  const { order, 'order-total': orderTotal, 'duplicate-of': duplicateOf, place, cashier } = args;
  const total = orderTotal === undefined ? {} : { total: readAmount(orderTotal, args, session) };
  const details = {
    ...(place === undefined ? {} : { placeOfSale: place }),
    ...(cashier === undefined ? {} : { cashier }),
  };
  return {
    ...(order === undefined ? {} : { order: { reference: order, ...total } }),
    ...(duplicateOf === undefined ? {} : { duplicateOf }),
    ...(Object.keys(details).length === 0 ? {} : { details }),
  };
}

/** Before anything new is charged the cashier hears what became of payments that an earlier command left open. */
async function reportEarlier(session: TillSession, io: CommandIo): Promise<void> {
  await finishEarlier(session, async (result) => {
    io.stderr.write(`tally till: An earlier payment has ended: ${summaryOf(result)}\n`);
    try {
      await io.stderr.written?.();
      return true;
    } catch {
      return false;
    }
  });
}

/** After an interruption what was scanned may be half a code, and the cashier wants no payment any more. */
function isInterrupted({ signal }: CommandIo): boolean {
  return signal?.aborted === true;
}

function nothingCharged(io: CommandIo): number {
  io.stderr.write('tally till: Stopped; nothing was charged.\n');
  return exitCodes.declined;
}

/** @returns undefined where the command was interrupted before a code was read. */
async function readCode(
  args: TillArguments,
  session: TillSession,
  io: CommandIo,
): Promise<string | undefined> {
  if (args.code !== undefined) return args.code;
  const { issuerPrefix } = session.identity;
  if (args.picture !== undefined) {
    const picture = await readPictureFile(args.picture);
    const readPicture = await createNodePictureReader();
    return paycodeOfTexts(await readPicture(picture), issuerPrefix);
  }
  for await (const scan of scannedLines(io.stdin, issuerPrefix)) return scan;
  if (isInterrupted(io)) return undefined;
  throw new TallyError('arguments_wrong', {
    detail: 'No code was given: use --code, --picture or standard input.',
  });
}

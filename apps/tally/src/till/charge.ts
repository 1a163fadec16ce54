import { createNodePictureReader, readPictureFile } from '@tallystick/cashier-terminal/node';
import { paycodeOfTexts, scannedLines, type PaymentResult } from '@tallystick/cashier-terminal';
import { formatMoney, moneyToJson, TallyError, type Money } from '@tallystick/foundation';
import { finishEarlier, notShown } from './finish-earlier.ts';
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
  await reportEarlier(args, amount, session, io);
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
  await reportEarlier(args, amount, session, io);
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
  let state: PaymentResult['state'] = 'unknown';
  try {
    await session.terminal.pay({
      code,
      amount,
      ...purposeOf(args, session),
      async show(result) {
        ({ state } = result);
        const shown = { args, till: session.identity, amount: moneyToJson(amount) };
        if (!(await showResult(result, shown, io))) throw notShown;
      },
      ...(io.signal === undefined ? {} : { signal: io.signal }),
    });
    return { state, isShown: true };
  } catch (error) {
    if (error !== notShown) throw error;
    return { state, isShown: false };
  }
}

/** What the payment is for, as far as the command line says. */
function purposeOf(args: TillArguments, session: TillSession) {
  const { order, 'order-total': orderTotal, 'duplicate-of': duplicateOf, besides, place, cashier } = args;
  const total = orderTotal === undefined ? {} : { total: readAmount(orderTotal, args, session) };
  const details = {
    ...(place === undefined ? {} : { placeOfSale: place }),
    ...(cashier === undefined ? {} : { cashier }),
  };
  return {
    ...(order === undefined ? {} : { order: { reference: order, ...total } }),
    ...(duplicateOf === undefined ? {} : { duplicateOf }),
    ...(besides === undefined ? {} : { besidesOpen: idsOf(besides) }),
    ...(Object.keys(details).length === 0 ? {} : { details }),
  };
}

/**
 * Before anything new is charged the cashier learns what became of payments that an earlier command left open. One that
 * took the same amount may be the payment that is made now, asked for again by somebody who saw no receipt: it stays in
 * the journal until `recover` has shown it, or until it is named in --besides.
 *
 * @throws TallyError `earlier_payment_paid`
 */
async function reportEarlier(
  args: TillArguments,
  amount: Money,
  session: TillSession,
  io: CommandIo,
): Promise<void> {
  const besides = idsOf(args.besides ?? '');
  let same: PaymentResult | undefined;
  await finishEarlier(session, async (result) => {
    if (args.order === undefined && !besides.includes(result.paymentId) && tookAmount(result, amount)) {
      same ??= result;
      return false;
    }
    io.stderr.write(`tally till: An earlier payment has ended: ${summaryOf(result)}\n`);
    return isWritten(io.stderr);
  });
  if (same === undefined) return;
  throw new TallyError('earlier_payment_paid', {
    detail: `Payment ${same.paymentId} took ${formatMoney(amount)} before, and nothing was charged now. To charge another one besides, add --besides ${same.paymentId}.`,
  });
}

function tookAmount(result: PaymentResult, { minorUnits, currency }: Money): boolean {
  if (result.state !== 'approved') return false;
  const { amount } = result.outcome;
  return amount?.minorUnits === String(minorUnits) && amount.currency === currency;
}

async function isWritten(output: CommandIo['stderr']): Promise<boolean> {
  try {
    await output.written?.();
    return true;
  } catch {
    return false;
  }
}

function idsOf(list: string): readonly string[] {
  return list.split(',').filter((id) => id !== '');
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

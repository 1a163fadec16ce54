import {
  drawQrLines,
  printable,
  type CashierTerminal,
  type ListedPayment,
  type RefundResult,
} from '@tallystick/cashier-terminal';
import {
  formatMoney,
  parseDecimalAmount,
  TallyError,
  type Money,
  type MoneyJson,
} from '@tallystick/foundation';
import type { CommandIo } from '../output/command-io.ts';
import { exitCodes } from '../output/exit-codes.ts';
import { writeJson } from '../output/write-json.ts';
import { writeResult } from '../output/write-result.ts';
import type { TillArguments } from './till-arguments.ts';
import { openReadingTerminal } from './till-session.ts';

const sameCommandAdvice = 'the exit code says how it ended, and the same command shows it again.';

/** `tally till refund`: the amount that is given, or all that is left of the payment. */
export async function refundPayment(paymentId: string, args: TillArguments, io: CommandIo): Promise<number> {
  const terminal = await openReadingTerminal(args, io);
  const refundId = args['refund-id'] ?? '';
  const amount = await amountToRefund(paymentId, args, terminal);
  const result = await terminal.refund({ refundId, paymentId, amount });
  await writeResult(io, { name: 'tally till', advice: sameCommandAdvice }, () => {
    if (args.json === true) writeJson(io.stdout, result);
    else io.stdout.write(refundText(result, args));
  });
  if (result.state === 'unknown')
    io.stderr.write(
      'tally till: Whether it went back is not known. Give the same command again; it gives back once.\n',
    );
  return exitCodeOf(result.state);
}

/** `tally till close`: nothing comes after, and what was paid is only shown. */
export async function closePayment(paymentId: string, args: TillArguments, io: CommandIo): Promise<number> {
  const terminal = await openReadingTerminal(args, io);
  const result = await terminal.closeIfUnpaid(paymentId);
  const problem = 'problem' in result ? problemText(result.problem) : '';
  await writeResult(io, { name: 'tally till', advice: sameCommandAdvice }, () => {
    if (args.json === true) writeJson(io.stdout, result);
    else io.stdout.write(`${result.state} ${paymentId}${problem}\n`);
  });
  return exitCodeOf(result.state);
}

/** `tally till payments`: the last hundred, one a line. */
export async function listPayments(args: TillArguments, io: CommandIo): Promise<number> {
  const terminal = await openReadingTerminal(args, io);
  const result = await terminal.listPayments(args.order === undefined ? {} : { order: args.order });
  if (result.state !== 'listed') {
    io.stderr.write(`tally till: The list did not come${problemText(result.problem)}.\n`);
    return exitCodeOf(result.state);
  }
  const { items } = result.page;
  if (args.json === true) writeJson(io.stdout, result.page);
  else io.stdout.write(items.length === 0 ? 'None.\n' : items.map(lineOf).join(''));
  return exitCodes.done;
}

/**
 * The amount of the command line; without one, all that is left of the payment. Where this refund was booked already and
 * only its answer was lost, it is the amount that was booked.
 */
async function amountToRefund(
  paymentId: string,
  args: TillArguments,
  terminal: CashierTerminal,
): Promise<Money> {
  const found = await terminal.query(paymentId);
  if (found.state === 'unknown') throw new TallyError('server_unreachable');
  const outcome = 'outcome' in found ? found.outcome : undefined;
  if (outcome?.outcome !== 'approved' || outcome.amount === null)
    throw new TallyError(found.state === 'never_seen' ? 'payment_never_seen' : 'payment_not_approved');
  const { currency, minorUnits } = outcome.amount;
  if (args.amount !== undefined) {
    const asked = parseDecimalAmount(args.amount, currency);
    if (asked === undefined || asked === 0n) throw new TallyError('amount_invalid', { field: 'amount' });
    return { minorUnits: asked, currency };
  }
  const booked = outcome.refunds.find(({ refundId }) => refundId === args['refund-id']);
  const left = BigInt(minorUnits) - BigInt(outcome.refunded?.minorUnits ?? 0);
  const rest = booked === undefined ? left : BigInt(booked.amount.minorUnits);
  if (rest === 0n) throw new TallyError('refund_exceeds_payment');
  return { minorUnits: rest, currency };
}

function refundText(result: RefundResult, { qr }: TillArguments): string {
  const { refundId } = result;
  if (result.state !== 'refunded') return `${result.state} ${refundId}${problemText(result.problem)}\n`;
  const { amount, refunded, paymentId, confirmation } = result.refund;
  const line = `refunded ${refundId} ${moneyText(amount)} of payment ${paymentId}, ${moneyText(refunded)} in all\n`;
  if (confirmation === null || qr !== true) return line;
  return `${line}${drawQrLines(confirmation.qr).join('\n')}\n`;
}

function lineOf(payment: ListedPayment): string {
  const { outcome, errorCode, amount, refunded, claimedAt, tillNumber, paymentId, orderReference } = payment;
  const words = [
    new Date(claimedAt * 1000).toISOString().replace('.000Z', 'Z'),
    tillNumber,
    paymentId,
    outcome,
    errorCode ?? '',
    amount === null ? '' : moneyText(amount),
    refunded === null || refunded.minorUnits === '0' ? '' : `(back: ${moneyText(refunded)})`,
    orderReference === null ? '' : `for ${orderReference}`,
  ];
  return `${printable(words.filter((word) => word !== '').join('  '))}\n`;
}

function exitCodeOf(state: 'refunded' | 'paid' | 'closed' | 'refused' | 'unknown'): number {
  if (state === 'refunded' || state === 'paid') return exitCodes.done;
  if (state === 'closed') return exitCodes.declined;
  return state === 'unknown' ? exitCodes.unknown : exitCodes.failed;
}

function problemText(problem: { readonly cashierWords: string; readonly code: string } | null): string {
  return problem === null ? '' : printable(`: ${problem.cashierWords} (${problem.code})`);
}

function moneyText({ minorUnits, currency }: MoneyJson): string {
  return formatMoney({ minorUnits: BigInt(minorUnits), currency });
}

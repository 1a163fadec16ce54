import { formatMoney, type MoneyJson } from '@tallystick/foundation';
import type { PaymentResult } from '../payment-loop/payment-result.ts';
import type { TillIdentity } from '../platform-client/till-identity.ts';
import { centred, labelled, printable, receiptColumns, wrapped } from './text-columns.ts';

export interface ReceiptPrintOptions {
  readonly till: TillIdentity;
  /** What the till asked for; an outcome’s own amount goes before it. */
  readonly amount: MoneyJson | null;
  /** Unix milliseconds of the printing; an outcome’s own time goes before it. */
  readonly nowMs: number;
  /** Turns the confirmation into the lines of a QR code, where the payer is to scan it from the receipt. */
  readonly drawQr?: (text: string) => readonly string[];
}

const headlines = {
  approved: 'PAID',
  declined: 'NOT PAID',
  reversed: 'CANCELLED - NOTHING CHARGED',
  refused: 'NOT PAID',
  unknown: 'RESULT UNKNOWN',
} as const satisfies Record<PaymentResult['state'], string>;

/** A receipt of 42 columns as text, each line ended by LF; a confirmation QR may be wider. */
export function printReceipt(result: PaymentResult, options: ReceiptPrintOptions): string {
  const outcome = 'outcome' in result ? result.outcome : undefined;
  const rule = '-'.repeat(receiptColumns);
  const amount = outcome?.amount ?? options.amount;
  const lines = [
    ...centred(printable(outcome?.merchantName ?? options.till.merchantName)),
    ...labelled('Till', printable(outcome?.tillNumber ?? options.till.tillNumber)),
    ...labelled('Time', timeText(outcome === undefined ? options.nowMs : outcome.decidedAt * 1000)),
    ...labelled('Payment', result.paymentId),
    rule,
    ...(amount === null ? [] : labelled('Amount', moneyText(amount))),
    ...refundedLines(result),
    ...centred(headlineOf(result)),
    ...wrapped(printable(wordsFor(result))),
    ...(outcome?.codeEnding ? labelled('Code ending', printable(outcome.codeEnding)) : []),
    ...earlierLines(result),
    rule,
    ...confirmationLines(result, options.drawQr),
  ];
  return `${lines.join('\n')}\n`;
}

function headlineOf(result: PaymentResult): string {
  if (result.state === 'declined' && result.outcome.earlierPayment !== null) return 'NOT CHARGED AGAIN';
  if (result.state === 'reversed' && result.outcome.refunds.length > 0) return 'ALL GIVEN BACK';
  return headlines[result.state];
}

/** The payment that was found instead: its payer may have lost the receipt along with the answer. */
function earlierLines(result: PaymentResult): string[] {
  const earlier = 'outcome' in result ? result.outcome.earlierPayment : null;
  if (earlier === null) return [];
  return [
    ...labelled('Paid as', earlier.paymentId),
    ...labelled('Paid at', timeText(earlier.decidedAt * 1000)),
    ...(earlier.amount === null ? [] : labelled('Paid', moneyText(earlier.amount))),
  ];
}

/** One sentence for the cashier; empty where the headline says it all. */
export function wordsFor(result: PaymentResult): string {
  switch (result.state) {
    case 'approved':
    case 'reversed':
      return '';
    case 'declined':
      return result.outcome.cashierWords ?? 'The payment was declined. Ask for another way to pay.';
    case 'refused':
      return result.problem.cashierWords;
    case 'unknown':
      return 'It is not known whether this was paid. Do not charge again before the till has found out.';
  }
}

/** Each part that went back, then all of it where there is more than one way that it did. */
function refundedLines(result: PaymentResult): string[] {
  if (!('outcome' in result)) return [];
  const { refunded, refunds } = result.outcome;
  if (refunded === null || refunded.minorUnits === '0') return [];
  const parts = refunds.map(({ receiptNumber, amount }) =>
    labelled(`Refund ${receiptNumber}`, moneyText(amount)),
  );
  return [...parts.flat(), ...labelled('Given back', moneyText(refunded))];
}

function confirmationLines(result: PaymentResult, drawQr: ReceiptPrintOptions['drawQr']): readonly string[] {
  const outcome = 'outcome' in result ? (result.outcome.earlierPayment ?? result.outcome) : null;
  const confirmation = outcome?.confirmation ?? null;
  if (confirmation === null) return [];
  const grouped = `${confirmation.typed.slice(0, 4)} ${confirmation.typed.slice(4)}`;
  return [
    ...labelled('Confirmation', grouped),
    ...(drawQr === undefined ? [] : ['', ...drawQr(confirmation.qr)]),
  ];
}

function moneyText(money: MoneyJson): string {
  return formatMoney({ minorUnits: BigInt(money.minorUnits), currency: money.currency });
}

/** UTC, said so, because a receipt travels and a till’s own zone is not known here. */
function timeText(unixMs: number): string {
  return `${new Date(unixMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

import type { PaymentResult } from '@tallystick/cashier-terminal';
import { TallyError } from '@tallystick/foundation';
import { checkReceiptQr, checkTypedConfirmation, paymentStateOf } from '@tallystick/payer-terminal';
import type { MarketPayer } from './market-payer.ts';

/**
 * The payer scans what the till shows. Happens offline: the terminal has nothing to reach a network with.
 *
 * @returns what the terminal now knows of the payment, or the code of its error.
 */
export function scanReceipt(payer: MarketPayer, result: PaymentResult | undefined): Promise<string> {
  const qr = confirmationOf(result)?.qr;
  if (qr === undefined) return Promise.resolve('nothing to check');
  return scanReceiptText(payer, qr);
}

export function scanReceiptText(payer: MarketPayer, qr: string): Promise<string> {
  return checkReceiptQr(payer.terminal, qr).then(paymentStateOf, codeOf);
}

/** The payer types the eight digits and the amount that the till shows. Offline as well. */
export function typeDigits(payer: MarketPayer, result: PaymentResult | undefined): Promise<string> {
  const confirmation = confirmationOf(result);
  const amount = result !== undefined && 'outcome' in result ? result.outcome.amount : null;
  if (confirmation === undefined || amount === null) return Promise.resolve('nothing to check');
  const typed = { digits: confirmation.typed, ...amount };
  return checkTypedConfirmation(payer.terminal, typed).then(paymentStateOf, codeOf);
}

export function confirmationOf(result: PaymentResult | undefined) {
  return result !== undefined && 'outcome' in result ? (result.outcome.confirmation ?? undefined) : undefined;
}

function codeOf(error: unknown): string {
  if (error instanceof TallyError) return error.code;
  throw error;
}

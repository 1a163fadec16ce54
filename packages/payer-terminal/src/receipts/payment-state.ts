import { type Receipt, parseReceiptText } from '@tallystick/paycode';
import type { OfferedCode } from '../terminal/offered-code.ts';

/** What the terminal knows of a payment. Unknown is a state of its own: never to be shown as failed. */
export type PaymentState = 'unknown' | 'approved' | 'declined' | 'refunded';

/** The state of the payment that a code may have made; `refunded` also where only a part went back. */
export function paymentStateOf(code: Pick<OfferedCode, 'proved'>): PaymentState {
  if (code.proved === undefined) return 'unknown';
  if (code.proved.source === 'typed') return code.proved.outcome;
  const receipt = receiptOf(code);
  if (receipt === undefined) return 'unknown';
  return receipt.refundedMinorUnits === '0' ? receipt.outcome : 'refunded';
}

/** The receipt of a code, where a QR confirmation proved one. */
export function receiptOf(code: Pick<OfferedCode, 'proved'>): Receipt | undefined {
  if (code.proved?.source !== 'receipt') return undefined;
  const parsed = parseReceiptText(code.proved.receiptText);
  return parsed.ok ? parsed.receipt : undefined;
}

import { hmacSha256, hmacSha256Key, truncateToDigits } from '@tallystick/otp';
import { receiptText, typedConfirmationMessage, type Receipt } from '@tallystick/paycode';
import type { Confirmation, FinalPayment } from '../payments/payment.ts';
import { tillNumberText } from './till-number-text.ts';

const tagBytes = 16;
const typedDigits = 8;

/** The receipt of an outcome in its canonical form (DESIGN §3.9), or undefined for a tombstone, which has none. */
export function receiptOf(payment: FinalPayment, merchantName: string): Receipt | undefined {
  if (payment.amount === null || payment.codeEnding === null) return undefined;
  return {
    receiptNumber: payment.receiptNumber,
    outcome: payment.outcome,
    errorCode: payment.errorCode,
    minorUnits: payment.amount.minorUnits.toString(),
    currency: payment.amount.currency,
    refundedMinorUnits: payment.refundedMinorUnits.toString(),
    tillNumber: tillNumberText(payment.tillNumber),
    merchantName,
    paymentId: payment.paymentId,
    decidedAt: Math.floor(payment.decidedAt.getTime() / 1000),
    codeEnding: payment.codeEnding,
  };
}

/**
 * Confirms an outcome as it now stands, as the receipt of its number, with the key of the code that was burnt for it
 * (DESIGN §3.7). The authentication server hands the key out for this one payment only and never learns an amount.
 */
export function confirm(
  payment: FinalPayment,
  merchantName: string,
  confirmationKey: Uint8Array,
): Confirmation | null {
  const receipt = receiptOf(payment, merchantName);
  if (receipt === undefined) return null;
  const { outcome, minorUnits, currency } = receipt;
  const key = hmacSha256Key(confirmationKey);
  const text = receiptText(receipt);
  return {
    tag: hmacSha256(key, Buffer.from(text, 'ascii')).subarray(0, tagBytes),
    typed: truncateToDigits(
      hmacSha256(key, typedConfirmationMessage({ outcome, minorUnits, currency })),
      typedDigits,
    ),
    receiptText: text,
  };
}

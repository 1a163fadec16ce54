import { base64UrlBytes, base64UrlText, utf8Bytes, utf8Text } from '@tallystick/otp';
import { type Receipt, isReceiptWellFormed, longestMerchantNameBytes } from './receipt.ts';

const firstLine = 'tallystick/receipt/v1';
const lineCount = 12;

/** The longest receipt: a decline with a name of 400 bytes. Anything beyond is refused unread. */
const longestReceiptText = 680;

export type ReceiptTextResult =
  | { readonly ok: true; readonly receipt: Receipt }
  | { readonly ok: false; readonly error: 'receipt_malformed' };

/**
 * The canonical form of a receipt: twelve lines of ASCII, each ended by a line feed. Its tag is the first 16 bytes of
 * HMAC-SHA-256 of it under the confirmation key. Throws RangeError where a field has the wrong form.
 */
export function receiptText(receipt: Receipt): string {
  const merchantName = utf8Bytes(receipt.merchantName);
  if (!isReceiptWellFormed(receipt) || !isNameLengthAllowed(merchantName)) {
    throw new RangeError('a field of the receipt has the wrong form');
  }
  const lines = [
    firstLine,
    String(receipt.receiptNumber),
    receipt.outcome,
    receipt.errorCode ?? '-',
    receipt.minorUnits,
    receipt.currency,
    receipt.refundedMinorUnits,
    receipt.tillNumber,
    base64UrlText(merchantName),
    receipt.paymentId,
    String(receipt.decidedAt),
    receipt.codeEnding,
  ];
  return `${lines.join('\n')}\n`;
}

/** Reads a canonical receipt. Never throws; refuses every text that `receiptText` would not have written. */
export function parseReceiptText(text: string): ReceiptTextResult {
  if (text.length > longestReceiptText || !text.endsWith('\n')) return malformed;
  const lines = text.slice(0, -1).split('\n');
  if (lines.length !== lineCount || lines[0] !== firstLine) return malformed;
  const receipt = receiptOfLines(lines);
  if (receipt === undefined || !isReceiptWellFormed(receipt)) return malformed;
  // Leading zeros and other second spellings end here: one receipt has one text.
  return receiptText(receipt) === text ? { ok: true, receipt } : malformed;
}

const malformed: ReceiptTextResult = { ok: false, error: 'receipt_malformed' };

function receiptOfLines(lines: readonly string[]): Receipt | undefined {
  const [, number = '', outcome, errorCode = '', minorUnits = '', currency = '', refunded = ''] = lines;
  const [tillNumber = '', nameText = '', paymentId = '', seconds = '', codeEnding = ''] = lines.slice(7);
  const merchantName = merchantNameOf(nameText);
  if (merchantName === undefined) return undefined;
  if (outcome !== 'approved' && outcome !== 'declined') return undefined;
  return {
    receiptNumber: Number(number),
    outcome,
    errorCode: errorCode === '-' ? null : errorCode,
    minorUnits,
    currency,
    refundedMinorUnits: refunded,
    tillNumber,
    merchantName,
    paymentId,
    decidedAt: Number(seconds),
    codeEnding,
  };
}

function merchantNameOf(text: string): string | undefined {
  const bytes = base64UrlBytes(text);
  return bytes !== undefined && isNameLengthAllowed(bytes) ? utf8Text(bytes) : undefined;
}

function isNameLengthAllowed(name: Uint8Array): boolean {
  return name.length >= 1 && name.length <= longestMerchantNameBytes;
}

import { asciiBytes, asciiText, base64UrlBytes, base64UrlText, concatBytes } from '@tallystick/otp';
import type { Receipt } from './receipt.ts';
import { parseReceiptText } from './receipt-text.ts';

const receiptQrPrefix = 'TALLY1:R:';
const tagLength = 16;

/** Room for the longest receipt (937 characters) and white space around it; anything beyond is refused unread. */
const longestQrText = 960;

export type ReceiptQrResult =
  | {
      readonly ok: true;
      /** To be compared, in constant time, with the first 16 bytes of HMAC(confirmation key, text). */
      readonly tag: Uint8Array<ArrayBuffer>;
      readonly text: string;
      readonly receipt: Receipt;
    }
  | { readonly ok: false; readonly error: 'receipt_malformed' };

/** What the confirmation’s QR code holds: tag and canonical receipt. Throws RangeError unless the tag has 16 bytes. */
export function receiptQr(tag: Uint8Array, text: string): string {
  if (tag.length !== tagLength) throw new RangeError('a receipt’s tag has 16 bytes');
  return receiptQrPrefix + base64UrlText(concatBytes(tag, asciiBytes(text)));
}

/** Reads a confirmation’s QR code. Never throws. Nothing in it is proved before the tag is checked. */
export function parseReceiptQr(qr: string): ReceiptQrResult {
  const trimmed = qr.length > longestQrText ? '' : qr.trim();
  if (!trimmed.startsWith(receiptQrPrefix)) return malformed;
  const bytes = base64UrlBytes(trimmed.slice(receiptQrPrefix.length));
  const text = bytes === undefined ? undefined : asciiText(bytes.slice(tagLength));
  if (bytes === undefined || text === undefined) return malformed;
  const result = parseReceiptText(text);
  return result.ok ? { ok: true, tag: bytes.slice(0, tagLength), text, receipt: result.receipt } : malformed;
}

const malformed: ReceiptQrResult = { ok: false, error: 'receipt_malformed' };

import { base64UrlBytes, base64UrlText, utf8Bytes, utf8Text } from '@tallystick/otp';
import { longestMerchantNameBytes } from '../confirmation/receipt.ts';
import { isTillNumber } from '../intent/question-of-intent.ts';

/** What stands on a till for the payer to scan, so that a code can be bound to this till and no other. */
export interface TillSticker {
  /** Seven digits, 0000001 to 8999999. */
  readonly tillNumber: string;
  /** As the payer knows the place: 1 to 400 bytes of UTF-8 without control characters. */
  readonly name: string;
}

export type TillStickerResult =
  | ({
      readonly ok: true;
      /** Ed25519 (RFC 8032), 64 bytes, of the operator over `tillStickerMessage`. Verify it before you show anything. */
      readonly signature: Uint8Array<ArrayBuffer>;
    } & TillSticker)
  | { readonly ok: false; readonly error: 'sticker_malformed' };

const stickerQrPrefix = 'TALLY1:T:';
const signatureLength = 64;

/** Room for the longest name (638 characters in all) and white space around it; anything beyond is refused unread. */
const longestQrText = 700;

/**
 * The bytes that the operator signs: `tallystick/till/v1`, number and name, one a line. Whoever pastes another sticker over
 * a till’s can copy a genuine one, but not give it another name. Throws RangeError on a wrong number or name.
 */
export function tillStickerMessage(sticker: TillSticker): Uint8Array<ArrayBuffer> {
  checkedName(sticker);
  return utf8Bytes(`tallystick/till/v1\n${sticker.tillNumber}\n${sticker.name}`);
}

/** What a sticker’s QR code holds. Throws RangeError on a wrong number or name, or a signature of another length. */
export function tillStickerQr(sticker: TillSticker, signature: Uint8Array): string {
  if (signature.length !== signatureLength) throw new RangeError('an Ed25519 signature has 64 bytes');
  const name = checkedName(sticker);
  return `${stickerQrPrefix}${sticker.tillNumber}:${base64UrlText(name)}:${base64UrlText(signature)}`;
}

/** Reads a sticker’s QR code. Never throws. Nothing in it is proved before the signature is verified. */
export function parseTillStickerQr(qr: string): TillStickerResult {
  const trimmed = qr.length > longestQrText ? '' : qr.trim();
  if (!trimmed.startsWith(stickerQrPrefix)) return malformed;
  const parts = trimmed.slice(stickerQrPrefix.length).split(':');
  const [tillNumber = '', nameText = '', signatureText = ''] = parts;
  const nameBytes = base64UrlBytes(nameText);
  const signature = base64UrlBytes(signatureText);
  if (parts.length !== 3 || nameBytes === undefined || signature?.length !== signatureLength)
    return malformed;
  const name = utf8Text(nameBytes);
  if (name === undefined || !isTillNumber(tillNumber) || !isName(name, nameBytes.length)) return malformed;
  return { ok: true, tillNumber, name, signature };
}

const malformed: TillStickerResult = { ok: false, error: 'sticker_malformed' };

function checkedName({ tillNumber, name }: TillSticker): Uint8Array {
  if (!isTillNumber(tillNumber)) throw new RangeError('a till number is 0000001 to 8999999');
  const bytes = utf8Bytes(name);
  if (!isName(name, bytes.length))
    throw new RangeError('a name is 1 to 400 bytes without control characters');
  return bytes;
}

/** A name with a line feed could show the payer a second line of its own making. */
function isName(name: string, lengthBytes: number): boolean {
  return lengthBytes >= 1 && lengthBytes <= longestMerchantNameBytes && !/\p{Cc}/u.test(name);
}

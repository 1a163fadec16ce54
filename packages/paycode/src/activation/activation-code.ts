import { cleanScannedText } from '@tallystick/otp';
import { activationQrPrefix } from './activation-qr.ts';

export type ActivationCodeError =
  /** Not 26 characters. */
  | 'activation_wrong_length'
  /** A character that Crockford’s base 32 does not have. */
  | 'activation_wrong_character'
  /** The first character is above 7: more than 128 bits. */
  | 'activation_out_of_range';

export type ActivationCodeResult =
  | { readonly ok: true; readonly code: Uint8Array<ArrayBuffer> }
  | { readonly ok: false; readonly error: ActivationCodeError };

const codeLengthBytes = 16;
const textLength = 26;

/** Room for 26 characters with separators and the words of the QR code; anything longer is refused unread. */
const longestText = 128;

/** Crockford’s base 32: no I, L, O and U. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 26 characters of Crockford’s base 32: two zero bits, then the 128 bits. Throws RangeError unless there are 16 bytes. */
export function encodeActivationCode(code: Uint8Array): string {
  if (code.length !== codeLengthBytes) throw new RangeError('an activation code has 16 bytes');
  let text = '';
  let pending = 0;
  // The two zero bits in front make 26 characters of five bits each.
  let pendingBits = 2;
  for (const byte of code) {
    pending = (pending << 8) | byte;
    pendingBits += 8;
    while (pendingBits >= 5) {
      pendingBits -= 5;
      text += alphabet.charAt((pending >> pendingBits) & 31);
    }
    pending &= (1 << pendingBits) - 1;
  }
  return text;
}

/**
 * Reads an activation code as a person types it or a scanner reads it from its QR code: any case, with spaces and dashes,
 * I and L for 1, O for 0, with or without `TALLY1:A:`. Never throws.
 */
export function parseActivationCode(text: string): ActivationCodeResult {
  if (text.length > longestText) return failure('activation_wrong_length');
  const cleaned = upperCase(cleanScannedText(text));
  const characters = cleaned.startsWith(activationQrPrefix)
    ? cleaned.slice(activationQrPrefix.length)
    : cleaned;
  if (characters.length !== textLength) return failure('activation_wrong_length');
  return decodeCharacters(characters.replace(/[IL]/g, '1').replaceAll('O', '0'));
}

function decodeCharacters(characters: string): ActivationCodeResult {
  const code = new Uint8Array(codeLengthBytes);
  let length = 0;
  let pending = 0;
  let pendingBits = -2;
  for (let index = 0; index < characters.length; index += 1) {
    const value = alphabet.indexOf(characters.charAt(index));
    if (value < 0) return failure('activation_wrong_character');
    if (index === 0 && value > 7) return failure('activation_out_of_range');
    pending = (pending << 5) | value;
    pendingBits += 5;
    if (pendingBits < 8) continue;
    pendingBits -= 8;
    code[length] = pending >> pendingBits;
    length += 1;
    pending &= (1 << pendingBits) - 1;
  }
  return { ok: true, code };
}

/** ASCII letters only: outside of ASCII, capitals may be another number of characters, or another letter’s. */
function upperCase(text: string): string {
  return text.replace(/[a-z]/g, (letter) => letter.toUpperCase());
}

function failure(error: ActivationCodeError): ActivationCodeResult {
  return { ok: false, error };
}

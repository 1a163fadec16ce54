import { bitGroupsBytes, bitGroupsText, cleanScannedText, upperCaseAscii } from '@tallystick/otp';

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

const activationQrPrefix = 'TALLY1:A:';

const codeLengthBytes = 16;
const textLength = 26;

/** Room for 26 characters with separators and the words of the QR code; anything longer is refused unread. */
const longestText = 128;

/** 26 characters of five bits hold 130: the first two are zero, so that the first character is 0 to 7. */
const zeroBitsInFront = 2;
const highestFirst = 7;

/** Crockford’s base 32: no I, L, O and U. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 26 characters of Crockford’s base 32: two zero bits, then the 128 bits. Throws RangeError unless there are 16 bytes. */
export function encodeActivationCode(code: Uint8Array): string {
  if (code.length !== codeLengthBytes) throw new RangeError('an activation code has 16 bytes');
  return bitGroupsText(code, alphabet, zeroBitsInFront);
}

/** What the activation’s QR code holds; `code` is the text of `encodeActivationCode`. */
export function activationQr(code: string): string {
  if (!/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(code)) throw new RangeError('not the text of an activation code');
  return activationQrPrefix + code;
}

/**
 * Reads an activation code as a person types it or a scanner reads it from its QR code: any case, with spaces and dashes,
 * I and L for 1, O for 0, with or without `TALLY1:A:`. Never throws.
 */
export function parseActivationCode(text: string): ActivationCodeResult {
  if (text.length > longestText) return failure('activation_wrong_length');
  const cleaned = upperCaseAscii(cleanScannedText(text));
  const characters = cleaned.startsWith(activationQrPrefix)
    ? cleaned.slice(activationQrPrefix.length)
    : cleaned;
  if (characters.length !== textLength) return failure('activation_wrong_length');
  return decodeCharacters(characters.replace(/[IL]/g, '1').replaceAll('O', '0'));
}

function decodeCharacters(characters: string): ActivationCodeResult {
  const first = alphabet.indexOf(characters.charAt(0));
  if (first > highestFirst) return failure('activation_out_of_range');
  const read = bitGroupsBytes(characters, alphabet, zeroBitsInFront);
  return read === undefined ? failure('activation_wrong_character') : { ok: true, code: read.bytes };
}

function failure(error: ActivationCodeError): ActivationCodeResult {
  return { ok: false, error };
}

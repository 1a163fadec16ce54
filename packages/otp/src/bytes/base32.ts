import { upperCaseAscii } from './ascii.ts';
import { bitGroupsBytes, bitGroupsText } from './bit-groups.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base 32 without padding, RFC 4648 section 6: how the world writes keys of HOTP and TOTP. */
export function base32Text(bytes: Uint8Array): string {
  return bitGroupsText(bytes, alphabet);
}

/**
 * Reads base 32 as people copy it: any case, with spaces, dashes and padding or without. Undefined where another character
 * stands in it, or where no whole bytes end in its length. Bits left over are dropped, whatever they are: keys made of
 * random characters have them, and all authenticators agree to look away (RFC 4648 section 3.5 leaves the choice).
 */
export function base32Bytes(text: string): Uint8Array<ArrayBuffer> | undefined {
  const characters = text.replace(/[\s-]+/g, '').replace(/={1,6}$/, '');
  // Two, four, five, seven or eight characters of a group end with a byte.
  if (/^[136]$/.test(String(characters.length % 8))) return undefined;
  return bitGroupsBytes(upperCaseAscii(characters), alphabet)?.bytes;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base 32 without padding, RFC 4648 section 6: how the world writes keys of HOTP and TOTP. */
export function base32Text(bytes: Uint8Array): string {
  let text = '';
  let pending = 0;
  let pendingBits = 0;
  for (const byte of bytes) {
    pending = (pending << 8) | byte;
    pendingBits += 8;
    while (pendingBits >= 5) {
      pendingBits -= 5;
      text += alphabet.charAt((pending >> pendingBits) & 31);
    }
    pending &= (1 << pendingBits) - 1;
  }
  return pendingBits === 0 ? text : text + alphabet.charAt((pending << (5 - pendingBits)) & 31);
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
  const bytes = new Uint8Array(Math.floor((characters.length * 5) / 8));
  let length = 0;
  let pending = 0;
  let pendingBits = 0;
  for (let index = 0; index < characters.length; index += 1) {
    const value = valueOf(characters.charAt(index));
    if (value < 0) return undefined;
    pending = (pending << 5) | value;
    pendingBits += 5;
    if (pendingBits < 8) continue;
    pendingBits -= 8;
    bytes[length] = pending >> pendingBits;
    length += 1;
    pending &= (1 << pendingBits) - 1;
  }
  return bytes;
}

/** ASCII letters only: outside of ASCII, another letter may have one of these as its capital. */
function valueOf(character: string): number {
  const isSmall = character >= 'a' && character <= 'z';
  return alphabet.indexOf(isSmall ? character.toUpperCase() : character);
}

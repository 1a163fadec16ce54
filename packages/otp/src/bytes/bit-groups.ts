/**
 * Bytes as characters of an alphabet of 32 or 64, each standing for 5 or 6 bits, the highest first (RFC 4648).
 * `zeroBitsInFront` go before the first byte; a last character that is not full ends with zero bits. No padding.
 */
export function bitGroupsText(bytes: Uint8Array, alphabet: string, zeroBitsInFront = 0): string {
  const groupBits = groupBitsOf(alphabet);
  let text = '';
  let pending = 0;
  let pendingBits = zeroBitsInFront;
  for (const byte of bytes) {
    pending = (pending << 8) | byte;
    pendingBits += 8;
    while (pendingBits >= groupBits) {
      pendingBits -= groupBits;
      text += alphabet.charAt(pending >> pendingBits);
      pending &= (1 << pendingBits) - 1;
    }
  }
  return pendingBits === 0 ? text : text + alphabet.charAt(pending << (groupBits - pendingBits));
}

/**
 * The whole bytes of such a text, and the bits that are left over behind them as a number; undefined where a character is
 * not of the alphabet. The caller checks that the bits in front are zero.
 */
export function bitGroupsBytes(
  text: string,
  alphabet: string,
  zeroBitsInFront = 0,
): { readonly bytes: Uint8Array<ArrayBuffer>; readonly leftOver: number } | undefined {
  const groupBits = groupBitsOf(alphabet);
  const bytes = new Uint8Array(Math.floor((text.length * groupBits - zeroBitsInFront) / 8));
  let length = 0;
  let pending = 0;
  let pendingBits = -zeroBitsInFront;
  for (let index = 0; index < text.length; index += 1) {
    const value = alphabet.indexOf(text.charAt(index));
    if (value < 0) return undefined;
    pending = (pending << groupBits) | value;
    pendingBits += groupBits;
    if (pendingBits < 8) continue;
    pendingBits -= 8;
    bytes[length] = pending >> pendingBits;
    length += 1;
    pending &= (1 << pendingBits) - 1;
  }
  return { bytes, leftOver: pending };
}

function groupBitsOf(alphabet: string): number {
  return alphabet.length === 64 ? 6 : 5;
}

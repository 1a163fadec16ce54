/** Lower-case hexadecimal digits of bytes. */
export function hexText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += (byte < 16 ? '0' : '') + byte.toString(16);
  return text;
}

/** Value of one hexadecimal digit, or -1 where the character is none. */
export function hexDigitValue(charCode: number): number {
  if (charCode >= 0x30 && charCode <= 0x39) return charCode - 0x30;
  if (charCode >= 0x41 && charCode <= 0x46) return charCode - 0x37;
  if (charCode >= 0x61 && charCode <= 0x66) return charCode - 0x57;
  return -1;
}

/** Writes hexadecimal digits from the left into `target`; the rest of a last odd byte and all behind it stay zero. */
export function writeHexDigits(digits: string, target: Uint8Array): void {
  for (let index = 0; index < digits.length; index += 1) {
    const value = hexDigitValue(digits.charCodeAt(index));
    if (value < 0) throw new RangeError('not a hexadecimal digit');
    const place = index >> 1;
    target[place] = (target[place] ?? 0) | (index % 2 === 0 ? value << 4 : value);
  }
}

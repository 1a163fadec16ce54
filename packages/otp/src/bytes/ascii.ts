/** Bytes of a text that is known to be ASCII: labels and digits of the protocol. Throws RangeError on anything else. */
export function asciiBytes(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) throw new RangeError('only ASCII is allowed here');
    bytes[index] = code;
  }
  return bytes;
}

/** The text of bytes that are all ASCII; undefined where one is not. */
export function asciiText(bytes: Uint8Array): string | undefined {
  let text = '';
  for (const byte of bytes) {
    if (byte > 0x7f) return undefined;
    text += String.fromCharCode(byte);
  }
  return text;
}

/** Capitals for ASCII letters only: outside of ASCII they may be another number of characters, or another letter’s. */
export function upperCaseAscii(text: string): string {
  return text.replace(/[a-z]/g, (letter) => letter.toUpperCase());
}

/**
 * UTF-8 of a text, RFC 3629. Own code, because TextEncoder belongs to browsers and Node, not to the language.
 * Throws RangeError on half a surrogate pair, which has no UTF-8.
 */
export function utf8Bytes(text: string): Uint8Array<ArrayBuffer> {
  const ascii = asciiOf(text);
  if (ascii !== undefined) return ascii;
  const escaped = percentEncoded(text);
  const bytes: number[] = [];
  for (let index = 0; index < escaped.length; index += 1) {
    if (escaped.charAt(index) === '%') {
      bytes.push(Number.parseInt(escaped.slice(index + 1, index + 3), 16));
      index += 2;
    } else {
      bytes.push(escaped.charCodeAt(index));
    }
  }
  return Uint8Array.from(bytes);
}

/** Nearly every text is ASCII, whose characters are its bytes. */
function asciiOf(text: string): Uint8Array<ArrayBuffer> | undefined {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) return undefined;
    bytes[index] = code;
  }
  return bytes;
}

/** The text for a URI. Throws RangeError on half a surrogate pair. */
export function percentEncoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    throw new RangeError('half a surrogate pair has no UTF-8');
  }
}

/** The text of UTF-8 bytes; undefined where they are not well-formed UTF-8. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  let escaped = '';
  for (const byte of bytes) escaped += `%${byte < 16 ? '0' : ''}${byte.toString(16)}`;
  return percentDecoded(escaped);
}

/** The text of a part of a URI; undefined where it is not percent-encoded UTF-8. */
export function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

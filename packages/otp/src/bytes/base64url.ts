import { bitGroupsBytes } from './bit-groups.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** base64url without padding, RFC 4648 section 5. Three bytes at a time, since it writes every receipt. */
export function base64UrlText(bytes: Uint8Array): string {
  let text = '';
  let index = 0;
  for (; index + 2 < bytes.length; index += 3) {
    const group = ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    text += String.fromCharCode(codeAt(group >> 18), codeAt(group >> 12), codeAt(group >> 6), codeAt(group));
  }
  const left = bytes.length - index;
  const group = ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8);
  if (left > 0) text += String.fromCharCode(codeAt(group >> 18), codeAt(group >> 12));
  if (left > 1) text += String.fromCharCode(codeAt(group >> 6));
  return text;
}

function codeAt(bits: number): number {
  return alphabet.charCodeAt(bits & 63);
}

/**
 * Reads base64url without padding; undefined where the text is not the one form that `base64UrlText` writes
 * (RFC 4648 section 3.5: bits left over must be zero, else two texts would stand for the same bytes).
 */
export function base64UrlBytes(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 4 === 1) return undefined;
  const read = bitGroupsBytes(text, alphabet);
  return read?.leftOver === 0 ? read.bytes : undefined;
}

import { decimalPassword } from '../hotp/truncate-to-digits.ts';

/** RFC 4226 section 5.3 on the eight words of an HMAC-SHA-256. */
export function truncateWords(words: Int32Array, digits: number): string {
  const offset = (words[7] ?? 0) & 0x0f;
  const shift = 8 * (offset & 3);
  const left = words[offset >> 2] ?? 0;
  const right = words[(offset >> 2) + 1] ?? 0;
  // In two shifts, because a shift by 32 at once would be a shift by 0, and a branch would show the offset.
  const number = (left << shift) | ((right >>> 1) >>> (31 - shift));
  return decimalPassword(number & 0x7fffffff, digits);
}

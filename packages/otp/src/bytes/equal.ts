/**
 * Compares secrets. The time depends on the lengths alone, never on where two values differ; lengths are public. An engine
 * may always be cleverer than its source. `timingSafeEqual` promises more, but only Node has it, and for 32 bytes it is no
 * faster; so everybody in this repository compares with this.
 */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (let index = 0; index < left.length; index += 1) difference |= (left[index] ?? 0) ^ (right[index] ?? 0);
  return difference === 0;
}

/** As `equalBytes`, for texts. */
export function equalTexts(left: string, right: string): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (let index = 0; index < left.length; index += 1) {
    difference |= left.charCodeAt(index) ^ right.charCodeAt(index);
  }
  return difference === 0;
}

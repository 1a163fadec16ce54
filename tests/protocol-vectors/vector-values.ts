/** What a vector is. This file runs wherever the package does. */

/** Every value is text: decimal digits for numbers, hexadecimal digits where the name ends in `Hex`. */
export type Values = Readonly<Record<string, string>>;

/** What comes out, or the name of what is wrong. */
export type Answer = { readonly output: Values } | { readonly refused: string };

/** One side that is asked: a function for each group of vectors. */
export type Implementation = Readonly<Record<string, (input: Values) => Answer | Promise<Answer>>>;

/** A value that a vector must have. Throws RangeError where it does not. */
export function valueOf(input: Values, name: string): string {
  const value = input[name];
  if (value === undefined) throw new RangeError(`the vector has no ${name}`);
  return value;
}

/** The bytes of hexadecimal digits. */
export function bytesOf(input: Values, name: string): Uint8Array<ArrayBuffer> {
  const hex = valueOf(input, name);
  return Uint8Array.from({ length: hex.length / 2 }, (_, index) =>
    Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16),
  );
}

export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The answer of a function that throws a RangeError where it refuses. */
export function outputOrRefusal(refusal: string, output: () => Values): Answer {
  try {
    return { output: output() };
  } catch (error) {
    if (error instanceof RangeError) return { refused: refusal };
    throw error;
  }
}

/** Thrown by the readers below; each caller turns it into the named error of what it was reading. */
export class ShapeError extends Error {
  constructor(field: string) {
    super(`The field ${field} is missing or not what it should be.`);
    this.name = 'ShapeError';
  }
}

export type JsonRecord = Readonly<Record<string, unknown>>;

export function readRecord(value: unknown, field: string): JsonRecord {
  if (!isRecord(value)) throw new ShapeError(field);
  return value;
}

/** Reads a text of at most `maximumLength` characters that matches the whole expression, where one is given. */
export function readText(
  record: JsonRecord,
  field: string,
  limits: { readonly maximumLength: number; readonly expression?: RegExp },
): string {
  const value = record[field];
  if (typeof value !== 'string' || value.length > limits.maximumLength) throw new ShapeError(field);
  if (limits.expression !== undefined && !limits.expression.test(value)) throw new ShapeError(field);
  return value;
}

export function readWholeNumber(
  record: JsonRecord,
  field: string,
  range: { readonly minimum: number; readonly maximum: number },
): number {
  const value = record[field];
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new ShapeError(field);
  if (value < range.minimum || value > range.maximum) throw new ShapeError(field);
  return value;
}

export function readList(record: JsonRecord, field: string, maximumLength: number): readonly unknown[] {
  const value = record[field];
  if (!Array.isArray(value) || value.length > maximumLength) throw new ShapeError(field);
  return value;
}

/** Reads a list of texts that all match the whole expression. */
export function readTexts(
  record: JsonRecord,
  field: string,
  limits: { readonly maximumLength: number; readonly expression: RegExp },
): readonly string[] {
  return readList(record, field, limits.maximumLength).map((value) => {
    if (typeof value !== 'string' || !limits.expression.test(value)) throw new ShapeError(field);
    return value;
  });
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An alias, or a credential number. */
export const tenDigits = /^\d{10}$/;

/** Guards for JSON that came from outside: nothing is believed because a type says so. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Parses JSON; undefined where the text is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isTextUpTo(maximumLength: number, value: unknown): value is string {
  return typeof value === 'string' && value.length <= maximumLength;
}

export function isTextOrNull(maximumLength: number, value: unknown): value is string | null {
  return value === null || isTextUpTo(maximumLength, value);
}

export function isWholeNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** 9999-12-31T23:59:59Z: a later time can’t be written with a year of four digits. */
const lastUnixSeconds = 253_402_300_799;

export function isUnixSeconds(value: unknown): value is number {
  return isWholeNumber(value) && value <= lastUnixSeconds;
}

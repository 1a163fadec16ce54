/** A dynamic password by time belongs to one step of ten seconds, counted from 1970-01-01T00:00:00Z. */
export const stepSeconds = 10;

/** Steps in a UTC day; Unix time has no leap seconds. */
export const stepsPerDay = 8640;

/** The step of a Unix time in milliseconds. Throws RangeError before 1970 or where `ms` is not finite. */
export function stepOfUnixMs(ms: number): number {
  const step = Math.floor(ms / (stepSeconds * 1000));
  if (!Number.isSafeInteger(step) || step < 0) throw new RangeError('a step needs a time since 1970');
  return step;
}

/**
 * The moving factor of RFC 6238 section 4.2: T = ⌊(Unix time − T0) / X⌋, for `hotpMessage`.
 * Throws RangeError where the period is not positive or the time lies before the start.
 */
export function totpStep(unixSeconds: number, periodSeconds = 30, startSeconds = 0): number {
  if (!Number.isSafeInteger(periodSeconds) || periodSeconds < 1) {
    throw new RangeError('a period is a whole number of seconds from 1');
  }
  const step = Math.floor((unixSeconds - startSeconds) / periodSeconds);
  if (!Number.isSafeInteger(step) || step < 0) throw new RangeError('the time lies before the start');
  return step;
}

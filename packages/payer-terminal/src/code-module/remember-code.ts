import type { OfferedCode } from '../terminal/offered-code.ts';

/** Enough for two hours of a screen that shows one code after the other, and for a long list of receipts. */
export const maximumOfferedCodes = 256;

/** A code whose outcome nobody has proved within a day is forgotten; one with a receipt stays for its refunds. */
const forgetUnprovedAfterMs = 24 * 60 * 60 * 1000;

/**
 * Puts a code in front of those offered before and forgets what is too old or too much: codes without a proved outcome
 * first, the oldest of them first.
 */
export function rememberCode(offered: readonly OfferedCode[], code: OfferedCode): readonly OfferedCode[] {
  const kept = [code, ...offered].filter((each) => each.proved !== undefined || !isTooOld(each, code));
  const surplus = kept.length - maximumOfferedCodes;
  if (surplus <= 0) return kept;
  const unproved = kept.filter(({ proved }) => proved === undefined).slice(1);
  const forgotten = new Set(unproved.slice(Math.max(0, unproved.length - surplus)));
  return kept.filter((each) => !forgotten.has(each)).slice(0, maximumOfferedCodes);
}

/** Codes that were made without a clock have no age; only their number is bounded. */
function isTooOld(code: OfferedCode, newest: OfferedCode): boolean {
  if (code.offeredAtMs === undefined || newest.offeredAtMs === undefined) return false;
  return newest.offeredAtMs - code.offeredAtMs >= forgetUnprovedAfterMs;
}

import { nextU64Bytes, type U64, u64Bytes } from '../bytes/u64.ts';

/** Bounds the work of one verification, and the luck of who guesses: every candidate is one more right answer. */
export const mostCandidates = 100;

/**
 * The counters that a password may belong to, in eight bytes each and rising: the next one and `lookAheadCounters` more.
 * The last accepted one stands in front, so that a replay is told from a wrong password. None follows 2^64 − 1.
 */
export function counterWindow(
  lastAccepted: U64 | null,
  lookAheadCounters: number,
): readonly Uint8Array<ArrayBuffer>[] {
  checkCount('lookAheadCounters', lookAheadCounters);
  const counters: Uint8Array<ArrayBuffer>[] = [];
  // Without a last accepted counter, zero is the next one.
  const length = lookAheadCounters + (lastAccepted === null ? 1 : 2);
  let counter: Uint8Array<ArrayBuffer> | undefined = u64Bytes(lastAccepted === null ? 0 : lastAccepted);
  while (counter !== undefined && counters.length < length) {
    counters.push(counter);
    counter = nextU64Bytes(counter);
  }
  return counters;
}

/** The steps around the present one, rising; none before 0. Those behind it are there only when the caller asks for them. */
export function stepWindow(step: number, lookBackSteps: number, lookAheadSteps: number): readonly number[] {
  checkCount('lookBackSteps', lookBackSteps);
  checkCount('lookAheadSteps', lookAheadSteps);
  const steps: number[] = [];
  const highest = Math.min(step + lookAheadSteps, Number.MAX_SAFE_INTEGER);
  for (let one = Math.max(step - lookBackSteps, 0); one <= highest; one += 1) steps.push(one);
  if (steps.length > mostCandidates) throw tooMany();
  return steps;
}

/** Throws RangeError where the window of an OCRA suite with counter and time holds too many pairs. */
export function checkPairs(counters: number, steps: number): void {
  if (counters * steps > mostCandidates + steps) throw tooMany();
}

function checkCount(name: string, count: number): void {
  if (!Number.isInteger(count) || count < 0) throw new RangeError(`${name} is a whole number from 0`);
  if (count >= mostCandidates) throw tooMany();
}

function tooMany(): RangeError {
  return new RangeError(`a window has at most ${mostCandidates} candidates`);
}

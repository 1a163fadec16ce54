import type { Subject } from './subjects.ts';

/** Counters of one batch between two looks at the clock. */
const batchSize = 256;

/** The last counter that all peers can take; one of them counts in 31 bits. */
const highestCounter = 2 ** 31 - batchSize;

/** Codes a second of one subject. A sum of what was made is kept, so that no compiler may leave the work out. */
export function codesPerSecond({ makeCode }: Subject, milliseconds: number): number {
  const begunAt = performance.now();
  let counter = 1;
  let digits = 0;
  let now = begunAt;
  while (now - begunAt < milliseconds) {
    for (let index = 0; index < batchSize; index += 1) digits += makeCode(counter + index).length;
    counter = (counter + batchSize) % highestCounter;
    now = performance.now();
  }
  if (digits === 0) throw new Error('no code was made');
  return (digits / makeCode(1).length / (now - begunAt)) * 1000;
}

/** Counters whose code is not the one that is right. */
export function wrongCounters(
  { makeCode }: Subject,
  right: (counter: number) => string,
  counters: readonly number[],
): readonly number[] {
  return counters.filter((counter) => makeCode(counter) !== right(counter));
}

/** What several rounds of one measurement say. */
export interface Spread {
  readonly median: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** Median and spread of a few rounds; of an even number the mean of the middle two. Throws RangeError without values. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = Float64Array.from(values).sort();
  const [minimum, maximum] = [sorted[0], sorted.at(-1)];
  if (minimum === undefined || maximum === undefined) throw new RangeError('a spread needs values');
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? minimum;
  const upper = sorted[Math.floor(sorted.length / 2)] ?? maximum;
  return { median: (lower + upper) / 2, minimum, maximum };
}

/**
 * A quantile by nearest rank: the least value that at least this part of all does not exceed, so that it is one of the
 * latencies that really happened. Throws RangeError without values or outside 0 … 1.
 */
export function quantile(values: Float64Array, part: number): number {
  if (!(part >= 0 && part <= 1)) throw new RangeError('a quantile is of a part from 0 to 1');
  const sorted = values.toSorted();
  const rank = Math.max(1, Math.ceil(part * sorted.length));
  const value = sorted[rank - 1];
  if (value === undefined) throw new RangeError('a quantile needs values');
  return value;
}

/** Round by round, because rounds are interleaved so that both sides of a ratio saw the same machine. */
export function ratiosOf(values: readonly number[], references: readonly number[]): readonly number[] {
  if (values.length !== references.length) throw new RangeError('a ratio needs both sides of every round');
  return values.map((value, round) => value / (references[round] ?? Number.NaN));
}

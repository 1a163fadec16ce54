import type { Snapshot } from './snapshot.ts';

/** Something that must hold of the rows of a database at every moment, and how to see whether it does. */
export interface IntegrityCheck {
  /** Such as `balance_not_sum`: what is wrong where the check finds something. */
  readonly name: string;
  /** What holds where all is well, as a sentence. */
  readonly says: string;
  /** Worth a look, but nothing is wrong: such as a payment that was left undecided. */
  readonly isNotice: boolean;
  look(snapshot: Snapshot): Promise<Look>;
}

/** What one check has looked at, and what it has found. */
export interface Look {
  readonly lookedAt: { readonly count: number; readonly what: string };
  /** At most `maximumDifferences`. */
  readonly differences: readonly Difference[];
  /** There are more than those. */
  readonly isCutShort: boolean;
}

/** One place where it does not hold. */
export interface Difference {
  readonly bucket: number;
  /** What it is about, with its id. */
  readonly subject: string;
  readonly expected: string;
  readonly found: string;
}

/** Enough to see what went wrong; a database with more is not mended line by line. */
export const maximumDifferences = 100;

/** A look with no more differences than anybody can use. */
export function lookAt(lookedAt: Look['lookedAt'], found: readonly Difference[]): Look {
  return {
    lookedAt,
    differences: found.slice(0, maximumDifferences),
    isCutShort: found.length > maximumDifferences,
  };
}

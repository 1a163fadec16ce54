import { createHash } from 'node:crypto';

import type { Values } from '../vector-values.ts';

/** What the generator asks the packages; their answers become the vectors. */
export interface CaseGroup {
  readonly name: string;
  readonly section: string;
  readonly what: string;
  readonly cases: readonly Case[];
}

export type Case = readonly [comment: string, input: Values];

/** Keys that look like keys and are the same in every run. */
export function keyHex(label: string, length = 32): string {
  const digest = createHash('sha512').update(`tallystick test vectors ${label}`).digest();
  return digest.subarray(0, length).toString('hex');
}

import type { CheckedLook } from './check-integrity.ts';
import type { Difference } from './integrity-check.ts';

/** One place where something does not hold that must. */
export interface IntegrityDifference extends Difference {
  readonly rule: string;
}

/** Every difference that checks have found, without notices, which are worth a look but wrong in nothing. */
export function differencesOf(looks: readonly CheckedLook[]): readonly IntegrityDifference[] {
  return looks
    .filter(({ isNotice }) => !isNotice)
    .flatMap(({ name, differences }) => differences.map((difference) => ({ rule: name, ...difference })));
}

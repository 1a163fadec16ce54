import { aliasDayOfStep, aliasTweakOfDay } from '@tallystick/paycode';
import { credentialNumbersOf } from './aliases.ts';
import { stepsLookedAround } from '../verification/window.ts';
import type { Ff1Key } from './ff1.ts';

export interface AliasKey {
  readonly aliasKeyId: number;
  readonly ff1: Ff1Key;
}

/** The keys that turn credential numbers into aliases: the present one, and old ones that terminals still use. */
export interface AliasKeys {
  readonly present: AliasKey;
  readonly old: readonly AliasKey[];
}

/** A credential that an alias may stand for. */
export interface AliasCandidate {
  readonly credentialNumber: bigint;
  /** UTC day number of the tweak: the alias counts only for a matched step of this day. */
  readonly day: number;
  /** The alias counts only for a credential that lists this key. */
  readonly aliasKeyId: number;
}

/**
 * The candidates of many aliases, a list for each, in the order of DESIGN §3.2: today, then the neighbouring day where
 * 30 steps reach across midnight; each under the present key, then under the old ones. A batch shares the native calls.
 */
export function aliasCandidatesOf(
  aliases: readonly string[],
  serverStep: number,
  aliasKeys: AliasKeys,
): readonly (readonly AliasCandidate[])[] {
  const candidates = aliases.map((): AliasCandidate[] => []);
  for (const day of daysOf(serverStep)) {
    for (const { aliasKeyId, ff1 } of [aliasKeys.present, ...aliasKeys.old]) {
      const numbers = credentialNumbersOf(ff1, aliases, aliasTweakOfDay(day));
      numbers.forEach((credentialNumber, index) => {
        candidates[index]?.push({ credentialNumber, day, aliasKeyId });
      });
    }
  }
  return candidates;
}

/** One or two days: 30 steps are five minutes, so that at most one midnight is near. */
function daysOf(serverStep: number): readonly number[] {
  const days = [serverStep, serverStep - stepsLookedAround, serverStep + stepsLookedAround].map(
    aliasDayOfStep,
  );
  return [...new Set(days)];
}

import { aliasTweakOfDay, noClockTweak } from '@tallystick/paycode';
import type { CredentialKinds } from '../kinds/credential-kind.ts';
import { credentialNumbersOf } from './aliases.ts';
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
  /** UTC day number of the tweak: the alias counts only for a matched step of this day. Null for the tweak `no-clock`. */
  readonly day: number | null;
  /** The alias counts only for a credential that lists this key. */
  readonly aliasKeyId: number;
}

/** The alias of a code, and the intent, which tells the tweak. */
export interface AliasOfCode {
  readonly alias: string;
  readonly intent: number;
}

/**
 * The candidates of many codes’ aliases, a list for each, in the order of DESIGN §3.2: the days of the kinds that the intent
 * may be of, such as today, then the neighbouring day where it is near; each under the present key, then under the old
 * ones. A batch shares the native calls.
 */
export function aliasCandidatesOf(
  codes: readonly AliasOfCode[],
  nowMs: number,
  aliasKeys: AliasKeys,
  kinds: CredentialKinds,
): readonly (readonly AliasCandidate[])[] {
  const candidates = codes.map((): AliasCandidate[] => []);
  const byKinds = Map.groupBy(codes.keys(), (index) => kinds.ofIntent(codes[index]!.intent));
  for (const [ofIntent, which] of byKinds) {
    const days = new Set(ofIntent.flatMap((kind) => kind.aliasDays(nowMs)));
    addCandidates(candidates, codes, which, [...days], aliasKeys);
  }
  return candidates;
}

function addCandidates(
  candidates: readonly AliasCandidate[][],
  codes: readonly AliasOfCode[],
  which: readonly number[],
  days: readonly (number | null)[],
  aliasKeys: AliasKeys,
): void {
  const aliases = which.map((index) => codes[index]!.alias);
  for (const day of days) {
    const tweak = day === null ? noClockTweak : aliasTweakOfDay(day);
    for (const { aliasKeyId, ff1 } of [aliasKeys.present, ...aliasKeys.old]) {
      const numbers = credentialNumbersOf(ff1, aliases, tweak);
      numbers.forEach((credentialNumber, position) => {
        candidates[which[position]!]!.push({ credentialNumber, day, aliasKeyId });
      });
    }
  }
}

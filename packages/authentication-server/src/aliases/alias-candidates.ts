import { aliasDayOfStep, aliasTweakOfDay, intentRule, noClockTweak } from '@tallystick/paycode';
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

/** The days whose tweaks are tried, the likeliest first; null for `no-clock`. */
type Tweaks = readonly (number | null)[];

const noClock: Tweaks = [null];

/**
 * The candidates of many codes’ aliases, a list for each, in the order of DESIGN §3.2: today, then the neighbouring day
 * where 30 steps reach across midnight; each under the present key, then under the old ones. Intent 4 has one alias for
 * ever. A batch shares the native calls.
 */
export function aliasCandidatesOf(
  codes: readonly AliasOfCode[],
  serverStep: number,
  aliasKeys: AliasKeys,
): readonly (readonly AliasCandidate[])[] {
  const candidates = codes.map((): AliasCandidate[] => []);
  const [withClock, withoutClock] = [new Array<number>(), new Array<number>()];
  codes.forEach(({ intent }, index) => (isPress(intent) ? withoutClock : withClock).push(index));
  addCandidates(candidates, codes, withClock, daysOf(serverStep), aliasKeys);
  addCandidates(candidates, codes, withoutClock, noClock, aliasKeys);
  return candidates;
}

function isPress(intent: number): boolean {
  return intentRule(intent).movingFactor === 'press';
}

function addCandidates(
  candidates: readonly AliasCandidate[][],
  codes: readonly AliasOfCode[],
  which: readonly number[],
  tweaks: Tweaks,
  aliasKeys: AliasKeys,
): void {
  if (which.length === 0) return;
  const aliases = which.map((index) => codes[index]!.alias);
  for (const day of tweaks) {
    const tweak = day === null ? noClockTweak : aliasTweakOfDay(day);
    for (const { aliasKeyId, ff1 } of [aliasKeys.present, ...aliasKeys.old]) {
      const numbers = credentialNumbersOf(ff1, aliases, tweak);
      numbers.forEach((credentialNumber, position) => {
        candidates[which[position]!]!.push({ credentialNumber, day, aliasKeyId });
      });
    }
  }
}

/** One or two days: 30 steps are five minutes, so that at most one midnight is near. */
function daysOf(serverStep: number): readonly number[] {
  const days = [serverStep, serverStep - stepsLookedAround, serverStep + stepsLookedAround].map(
    aliasDayOfStep,
  );
  return [...new Set(days)];
}

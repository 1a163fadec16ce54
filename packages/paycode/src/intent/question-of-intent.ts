import { intentRule } from './intent-rule.ts';

/** Stands in a question for “any till”. */
export const anyTillNumber = '0000000';

/** The lowest number that is a challenge; till numbers lie below. */
const firstChallenge = '9000000';

/**
 * The question of intents 0 to 8: the intent, then seven digits of till number or challenge. Bound intents (5–8) refuse
 * 0000000, the others take nothing else; intent 9 asks `exactQuestionMessage`. Throws RangeError.
 *
 * The numbers of these questions are 0 or in [10⁷, 9·10⁷). RFC 6287 writes a number’s hexadecimal digits from the left,
 * so that two numbers are the same question when one is the other times a power of 16; in this set none is.
 */
export function questionOfIntent(intent: number, tillNumberOrChallenge: string = anyTillNumber): string {
  const rule = intentRule(intent);
  if (rule.place === 'exact') throw new RangeError('intent 9 has an exact question');
  if (!/^[0-9]{7}$/.test(tillNumberOrChallenge)) throw new RangeError('a till number has seven digits');
  const isAny = tillNumberOrChallenge === anyTillNumber;
  if (rule.place === 'bound' && isAny) throw new RangeError('this intent is bound to a till or a challenge');
  if (rule.place === 'any' && !isAny) throw new RangeError('this intent is for any till');
  return String(intent) + tillNumberOrChallenge;
}

/** True for 9000000 to 9999999: a challenge, made by a till for one payment. */
export function isChallenge(text: string): boolean {
  return /^[0-9]{7}$/.test(text) && text >= firstChallenge;
}

/** True for 0000001 to 8999999: the number of a till. */
export function isTillNumber(text: string): boolean {
  return /^[0-9]{7}$/.test(text) && text !== anyTillNumber && text < firstChallenge;
}

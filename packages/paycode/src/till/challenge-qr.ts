import { isReceiptAmount, isReceiptCurrency } from '../confirmation/receipt.ts';
import { isChallenge } from '../intent/question-of-intent.ts';

/** What a till shows to the payer before the code is made: the number to answer, and for intent 9 what it is about. */
export interface TillChallenge {
  /** Seven digits, 9000000 to 9999999. */
  readonly challenge: string;
  /** The amount that the payer’s code will be good for and no other; null where the till leaves it open. */
  readonly amount: { readonly minorUnits: string; readonly currency: string } | null;
}

export type ChallengeQrResult =
  ({ readonly ok: true } & TillChallenge) | { readonly ok: false; readonly error: 'challenge_malformed' };

const challengeQrPrefix = 'TALLY1:Q:';

/** Room for the longest challenge (33 characters) and white space around it; anything beyond is refused unread. */
const longestQrText = 64;

/** What the QR code of a challenge holds. Throws RangeError on a number that is no challenge, or a wrong amount. */
export function challengeQr({ challenge, amount }: TillChallenge): string {
  if (!isChallenge(challenge)) throw new RangeError('a challenge is 9000000 to 9999999');
  if (amount === null) return challengeQrPrefix + challenge;
  const { minorUnits, currency } = amount;
  if (!isReceiptAmount(minorUnits)) throw new RangeError('an amount is 1 to 12 digits');
  if (!isReceiptCurrency(currency)) throw new RangeError('a currency has three capital letters');
  return `${challengeQrPrefix}${challenge}:${minorUnits}:${currency}`;
}

/** Reads the QR code of a challenge. Never throws. Nobody signed it: the payer looks at the amount, and agrees or not. */
export function parseChallengeQr(qr: string): ChallengeQrResult {
  const trimmed = qr.length > longestQrText ? '' : qr.trim();
  if (!trimmed.startsWith(challengeQrPrefix)) return malformed;
  const parts = trimmed.slice(challengeQrPrefix.length).split(':');
  const [challenge = '', minorUnits = '', currency = ''] = parts;
  if (!isChallenge(challenge)) return malformed;
  if (parts.length === 1) return { ok: true, challenge, amount: null };
  if (parts.length !== 3 || !isReceiptAmount(minorUnits) || !isReceiptCurrency(currency)) return malformed;
  return { ok: true, challenge, amount: { minorUnits, currency } };
}

const malformed: ChallengeQrResult = { ok: false, error: 'challenge_malformed' };

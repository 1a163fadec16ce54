import { equalTexts } from '../bytes/equal.ts';
import { isU64Above, type U64, u64Bytes, u64OfBytes } from '../bytes/u64.ts';
import { truncateToDigits } from '../hotp/truncate-to-digits.ts';

export type VerifyError =
  /** Not the right number of digits, whatever the key. */
  | 'password_malformed'
  /** It fits nothing in the window. */
  | 'password_wrong'
  /** It fits, but at or below the last accepted counter or step: a replay. */
  | 'password_used';

/** `lastAccepted` is the counter or step that matched: store it, and hand it in the next time. */
export type VerifyResult<Accepted = U64> =
  | { readonly ok: true; readonly lastAccepted: Accepted }
  | { readonly ok: false; readonly error: VerifyError };

/** A verification whose HMACs are still to be made, by whatever has the key. */
export interface Candidates<Accepted = U64> {
  /** What to make HMACs of. None where the password can’t be right. */
  readonly messages: readonly Uint8Array<ArrayBuffer>[];
  /** Takes the HMACs of all messages in their order. Throws RangeError where their number is wrong. */
  readonly decide: (hmacs: readonly Uint8Array[]) => VerifyResult<Accepted>;
}

/** One message, and the counter or step (eight bytes) that it stands for. */
export interface Candidate {
  readonly message: Uint8Array<ArrayBuffer>;
  readonly movingFactor: Uint8Array<ArrayBuffer>;
}

/** What a password is compared with: `digits` is how an HMAC is truncated. */
export interface Offer {
  readonly password: string;
  readonly digits: number;
}

/** A verification that is refused before any HMAC is made. */
export const malformed: Candidates<never> = {
  messages: [],
  decide: () => ({ ok: false, error: 'password_malformed' }),
};

/** The verification of an offer against candidates, which stand from the lowest moving factor to the highest. */
export function candidatesAbove(
  lastAccepted: U64 | null,
  candidates: readonly Candidate[],
  offer: Offer,
): Candidates {
  const last = lastAccepted === null ? null : u64Bytes(lastAccepted);
  return {
    messages: candidates.map(({ message }) => message),
    decide: (hmacs) => {
      if (hmacs.length !== candidates.length) throw wrongNumber(candidates.length);
      // Nothing ends the loop early. The highest match counts: whatever else the password fits is spent with it.
      let matched: Uint8Array | null = null;
      let isReplay = false;
      for (const [index, { movingFactor }] of candidates.entries()) {
        const isFitting = fits(hmacs[index], offer);
        const isFresh = last === null || isU64Above(movingFactor, last);
        matched = isFitting && isFresh ? movingFactor : matched;
        isReplay = isReplay || (isFitting && !isFresh);
      }
      if (matched !== null) return { ok: true, lastAccepted: u64OfBytes(matched) };
      return { ok: false, error: isReplay ? 'password_used' : 'password_wrong' };
    },
  };
}

/** The verification of an offer against one message that has no moving factor. */
export function onlyCandidate(message: Uint8Array<ArrayBuffer>, offer: Offer): Candidates<null> {
  return {
    messages: [message],
    decide: (hmacs) => {
      if (hmacs.length !== 1) throw wrongNumber(1);
      return fits(hmacs[0], offer)
        ? { ok: true, lastAccepted: null }
        : { ok: false, error: 'password_wrong' };
    },
  };
}

function fits(hmac: Uint8Array | undefined, offer: Offer): boolean {
  return hmac !== undefined && equalTexts(truncateToDigits(hmac, offer.digits), offer.password);
}

function wrongNumber(expected: number): RangeError {
  return new RangeError(`there must be as many HMACs as messages: ${expected}`);
}

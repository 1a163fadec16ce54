import type { U64 } from '../bytes/u64.ts';
import type { OtpHash } from '../hmac/hmac.ts';
import type { OtpDigits } from '../hotp/otp-digits.ts';

/** What a key URI (`otpauth://`) tells an authenticator. It holds the secret: it goes into a QR code and nowhere else. */
export type KeyUri = TotpKeyUri | HotpKeyUri;

export interface TotpKeyUri extends KeyUriParts {
  readonly type: 'totp';
  readonly periodSeconds: number;
}

export interface HotpKeyUri extends KeyUriParts {
  readonly type: 'hotp';
  /** The counter of the first password. */
  readonly counter: U64;
}

interface KeyUriParts {
  /** Who the account is with; null where nobody says. */
  readonly issuer: string | null;
  /** Whose account it is, such as an e-mail address. */
  readonly account: string;
  readonly key: Uint8Array;
  readonly hash: OtpHash;
  readonly digits: OtpDigits;
}

/** Issuer and account in any script, and the longest key, fit in; anything longer is refused unread. */
export const longestKeyUri = 2048;

export const longestKeyBytes = 128;

export const longestPeriodSeconds = 3600;

import type { DeclineCode } from '@tallystick/foundation';
import type { DeclinedReason } from './verdict-reasons.ts';

/** The payment on whose behalf a code is verified. One claim gets one verdict, for ever. */
export interface Claim {
  readonly merchantId: string;
  readonly paymentId: string;
}

export interface VerificationRequest {
  readonly claim: Claim;
  /** HMAC over the request’s fields (DESIGN §3.9): a held code is held for this request only. */
  readonly requestHash: Uint8Array;
  readonly tillId: string;
  readonly alias: string;
  readonly intent: number;
  readonly password: string;
}

/** A code that proved genuine and whose step was burnt for this claim. Only such a payment gets the confirmation key. */
export interface Burnt {
  readonly credentialNumber: bigint;
  readonly accountId: string;
  /** The step, or the press number of a device without a clock. */
  readonly step: number;
  readonly question: string;
  /** The most that this code may be used for, in minor units of the account’s currency; null without a cap. */
  readonly cap: bigint | null;
  /** 32 bytes: HMAC under the credential’s confirmation leaf for this one code. */
  readonly confirmationKey: Uint8Array;
}

export type Verdict =
  | { readonly kind: 'genuine'; readonly reason: 'genuine'; readonly burnt: Burnt }
  | {
      readonly kind: 'declined';
      readonly reason: DeclinedReason;
      readonly code: DeclineCode;
      readonly burnt: Burnt | null;
    }
  | {
      readonly kind: 'pending';
      readonly reason: 'early_held';
      readonly code: 'code_early';
      readonly pollAfterMs: number;
    };

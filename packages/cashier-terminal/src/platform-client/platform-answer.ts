import type { ConfirmationJson, MoneyJson, RefundSummaryJson } from '@tallystick/foundation';

/**
 * An outcome that passed the guards: final for its payment id. It is the wire’s `OutcomeJson` except for the error
 * code, which may be one that a newer platform has and this till has never heard of.
 */
export interface PaymentOutcome {
  readonly outcome: 'approved' | 'declined';
  readonly paymentId: string;
  readonly errorCode: string | null;
  readonly cashierWords: string | null;
  readonly amount: MoneyJson | null;
  readonly refunded: MoneyJson | null;
  /** The parts that went back, in the order of their receipts; what a reversal gave back is not among them. */
  readonly refunds: readonly RefundSummaryJson[];
  readonly orderReference: string | null;
  /** The payment that is in the way: of `order_already_paid` and `duplicate_suspected`. */
  readonly earlierPayment: PaymentOutcome | null;
  readonly tillNumber: string;
  readonly merchantName: string;
  /** Unix seconds of the decision. */
  readonly decidedAt: number;
  readonly codeEnding: string | null;
  readonly confirmation: ConfirmationJson | null;
}

/** A problem (RFC 9457) as a till needs it. The code may be unknown to this till; the words came with it. */
export interface PlatformProblem {
  readonly status: number;
  readonly code: string;
  readonly cashierWords: string;
  readonly detail: string;
  readonly field?: string;
}

/** What one request to the platform told the till. */
export type PlatformAnswer =
  | { readonly kind: 'outcome'; readonly outcome: PaymentOutcome }
  | { readonly kind: 'pending'; readonly pollAfterMs: number; readonly early: boolean }
  | { readonly kind: 'never_seen' }
  /** HTTP 429: no claim was made. */
  | { readonly kind: 'throttled'; readonly problem: PlatformProblem; readonly retryAfterMs: number | null }
  /** No answer, half an answer, HTTP 5xx, or one that can’t be believed: what happened there is not known. */
  | { readonly kind: 'lost'; readonly problem: PlatformProblem | null; readonly retryAfterMs: number | null }
  /** HTTP 4xx with a problem: this request did nothing, and asking again would not help. */
  | { readonly kind: 'refused'; readonly problem: PlatformProblem };

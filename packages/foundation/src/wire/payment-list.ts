import type { DeclineCode } from '../errors/registry.ts';
import type { MoneyJson } from '../money/money.ts';
import type { PaymentDetailsJson } from './payment-details.ts';
import type { RefundSummaryJson } from './refund-answer.ts';

/** A payment in a list; `GET /v1/payments/{id}` says more. */
export interface PaymentListItemJson {
  readonly paymentId: string;
  readonly outcome: 'approved' | 'declined' | 'pending';
  readonly errorCode: DeclineCode | null;
  /** Null where a reversal closed the id before any payment came. */
  readonly amount: MoneyJson | null;
  readonly refunded: MoneyJson | null;
  readonly tillNumber: string;
  readonly codeEnding: string | null;
  readonly orderReference: string | null;
  readonly details: PaymentDetailsJson | null;
  /** Unix seconds of its first request: what the list is ordered by. */
  readonly claimedAt: number;
  /** Unix seconds; null while it is pending. */
  readonly decidedAt: number | null;
}

/** Answer of `GET /v1/payments`: the newest first. */
export interface PaymentListJson {
  readonly items: readonly PaymentListItemJson[];
  /** To be sent as `after` for the next page; null on the last one. */
  readonly next: string | null;
}

export interface RefundListItemJson extends RefundSummaryJson {
  readonly paymentId: string;
}

/** Answer of `GET /v1/refunds`: the newest first. */
export interface RefundListJson {
  readonly items: readonly RefundListItemJson[];
  readonly next: string | null;
}

import type { DeclineCode } from '../errors/registry.ts';
import type { MoneyJson } from '../money/money.ts';
import type { ConfirmationJson } from './confirmation.ts';
import type { PaymentDetailsJson } from './payment-details.ts';
import type { RefundSummaryJson } from './refund-answer.ts';

/** Body of `POST /v1/payments`. */
export interface PaymentRequestJson {
  /** Made and stored by the till before it sends. */
  readonly paymentId: string;
  /** The paycode as scanned or typed. */
  readonly code: string;
  readonly amount: MoneyJson;
  /** What the payment is for; it is paid once, by one payment or by several that add up to its total. */
  readonly order?: OrderJson;
  /** After `duplicate_suspected`: the payment that was shown, where the cashier says that this one is meant besides. */
  readonly duplicateOf?: string;
  /** Not a part of what makes two requests the same: a repeat with other details gets the stored outcome. */
  readonly details?: PaymentDetailsJson;
}

export interface OrderJson {
  /** The merchant’s own name of the order: 1 to 64 printable ASCII characters without spaces. */
  readonly reference: string;
  /** In the currency of the payment; where it is missing, the first payment’s amount is the total. */
  readonly total?: MoneyJson;
}

/** An outcome: HTTP 200 and final for its payment id. */
export interface OutcomeJson {
  readonly final: true;
  readonly outcome: 'approved' | 'declined';
  readonly paymentId: string;
  /** Null where the payment was approved. */
  readonly errorCode: DeclineCode | null;
  readonly cashierWords: string | null;
  /** Null where a reversal closed the id before any payment came. */
  readonly amount: MoneyJson | null;
  /** Zero until a refund or a reversal. */
  readonly refunded: MoneyJson | null;
  /** The parts that went back, in the order of their receipts; what a reversal gave back is not among them. */
  readonly refunds: readonly RefundSummaryJson[];
  readonly tillNumber: string;
  readonly merchantName: string;
  /** Unix seconds of the decision. */
  readonly decidedAt: number;
  /** The last four digits of the paycode; null where a reversal closed the id before any payment came. */
  readonly codeEnding: string | null;
  /** What the till said about the payment when it was decided; null where it said nothing. */
  readonly details: PaymentDetailsJson | null;
  readonly orderReference: string | null;
  /** The payment that stands in the way: of a decline `order_already_paid` or `duplicate_suspected`, as it now
   * stands. */
  readonly earlierPayment: OutcomeJson | null;
  /** Null where nothing may be confirmed: refusals that burnt nothing, and replays. */
  readonly confirmation: ConfirmationJson | null;
}

/** Not decided yet: HTTP 202. The till asks again, with the same id and the same body. */
export interface PendingJson {
  readonly final: false;
  readonly outcome: 'pending';
  readonly paymentId: string;
  readonly errorCode: 'code_early' | 'order_busy' | null;
  readonly cashierWords: string;
  readonly pollAfterMs: number;
}

export type PaymentAnswerJson = OutcomeJson | PendingJson;

/** Answer of `POST /v1/payments/{id}/reversal`, HTTP 200. */
export interface ReversalJson {
  readonly paymentId: string;
  /**
   * `never_seen`: the id is closed before its payment came. `closed`: no money had moved.
   * `refunded`: all of it went back.
   */
  readonly result: 'never_seen' | 'closed' | 'refunded';
  /** The outcome as it now stands. */
  readonly payment: OutcomeJson;
}

/** Answer of `POST /v1/payments/{id}/close-if-unpaid`, HTTP 200. It moves no money. */
export interface ClosureJson {
  readonly paymentId: string;
  /**
   * `never_seen`: the id is closed before its payment came. `closed`: it has no approval, and never will.
   * `paid`: it was approved and stays so. `refunded`: it was approved, and all of it went back.
   */
  readonly result: 'never_seen' | 'closed' | 'paid' | 'refunded';
  /** The outcome as it now stands. */
  readonly payment: OutcomeJson;
}

import type { MoneyJson } from '../money/money.ts';
import type { ConfirmationJson } from './confirmation.ts';

/** The most parts that a payment can be given back in. */
export const maximumRefundsPerPayment = 50;

/** Body of `POST /v1/refunds`. */
export interface RefundRequestJson {
  /** Made and stored by the till before it sends; 1 to 64 of `0-9A-Za-z_`. */
  readonly refundId: string;
  readonly paymentId: string;
  /** The whole payment or a part of it, in its currency. */
  readonly amount: MoneyJson;
}

/** A refund as the answer about its payment lists it. */
export interface RefundSummaryJson {
  readonly refundId: string;
  readonly amount: MoneyJson;
  /** What had gone back of the payment in all, this refund included. */
  readonly refunded: MoneyJson;
  /** 1, 2, …: the number of the receipt that confirms it. */
  readonly receiptNumber: number;
  /** The till that gave it, which may be another one of the merchant. */
  readonly tillNumber: string;
  /** Unix seconds. */
  readonly refundedAt: number;
}

/** Answer of `POST /v1/refunds` and of `GET /v1/refunds/{id}`, HTTP 200; the same on every repeat. */
export interface RefundJson extends RefundSummaryJson {
  readonly paymentId: string;
  /** The receipt of this refund; null where the payment itself could not be confirmed. */
  readonly confirmation: ConfirmationJson | null;
}

import type { DeclineCode, Money, PaymentDetailsJson, ProblemCode } from '@tallystick/foundation';
import type { OrderOfPayment } from '../orders/order.ts';

/** A payment as the till asks for it, after its code was parsed and its till was recognised. */
export interface PaymentRequest {
  readonly merchantId: string;
  readonly merchantName: string;
  readonly tillId: string;
  readonly tillNumber: number;
  readonly paymentId: string;
  readonly amount: Money;
  readonly alias: string;
  readonly intent: number;
  readonly password: string;
  /** The last four digits of the paycode, for receipts. */
  readonly codeEnding: string;
  readonly order: OrderOfPayment | null;
  /** The payment that this one may look like, and is meant besides. */
  readonly duplicateOf: string | null;
  /** For the merchant’s books; not in the hash, so that a repeat may leave it out. */
  readonly details: PaymentDetailsJson | null;
  /** In which it is decided: that of the account that pays (docs/adr/0012). */
  readonly bucket: number;
  /** Where the merchant’s takings in this currency go, from the payers of this bucket. */
  readonly clearingAccountId: string;
  /** HMAC over the fields that make one request the same as another (request-hash.ts). */
  readonly requestHash: Uint8Array;
}

/** A request as far as it is known before its bucket is. */
export type CheckedRequest = Omit<PaymentRequest, 'bucket' | 'clearingAccountId'>;

/** The confirmation of an outcome. */
export interface Confirmation {
  /** 16 bytes. */
  readonly tag: Uint8Array;
  /** Eight digits. */
  readonly typed: string;
  /** The receipt that it confirms, where it was just made; it is not stored, and made again from the payment. */
  readonly receiptText?: string;
}

interface PaymentData {
  readonly merchantId: string;
  readonly paymentId: string;
  readonly tillNumber: number;
  readonly details: PaymentDetailsJson | null;
  readonly orderReference: string | null;
}

/** A payment whose outcome stands. */
export interface FinalPayment extends PaymentData {
  readonly state: 'final';
  /** Null for a tombstone: a reversal that came before its payment. */
  readonly requestHash: Uint8Array | null;
  readonly outcome: 'approved' | 'declined';
  readonly errorCode: DeclineCode | null;
  readonly amount: Money | null;
  /** What went back, by refunds and by a reversal. */
  readonly refundedMinorUnits: bigint;
  /** The transfer that gave back what was left; null while the payment is not reversed. */
  readonly reversalTransferId: string | null;
  readonly accountId: string | null;
  readonly transferId: string | null;
  readonly codeEnding: string | null;
  /** The payment that stood in the way of this one; null where none did. */
  readonly earlierPaymentId: string | null;
  /** 0 for the outcome, then one more for each refund and for the reversal. */
  readonly receiptNumber: number;
  readonly confirmation: Confirmation | null;
  readonly decidedAt: Date;
}

/** A payment id that is claimed and waits for its outcome. */
export interface OpenPayment extends PaymentData {
  readonly state: 'open';
  readonly requestHash: Uint8Array;
  readonly amount: Money;
  readonly claimedAt: Date;
}

export type StoredPayment = FinalPayment | OpenPayment;

/** A request and what became of it: its outcome, or null where it stays open. */
export interface DecidedPayment {
  readonly request: PaymentRequest;
  readonly payment: FinalPayment | null;
  /** Whether its claim was stored before, without an outcome. */
  readonly wasOpen: boolean;
}

/** What the write path answers to one request. */
export type PaymentAnswer =
  | { readonly kind: 'final'; readonly payment: FinalPayment; readonly isRepeat: boolean }
  | { readonly kind: 'pending'; readonly reason: PendingReason; readonly pollAfterMs: number }
  | { readonly kind: 'refused'; readonly code: ProblemCode };

/** Why a payment has no outcome yet: its code’s time has not come, or another payment is open for its order. */
export type PendingReason = 'code_early' | 'order_busy' | 'in_work';

export function isWithoutOrder({ order }: Pick<PaymentRequest, 'order'>): boolean {
  return order === null;
}

/** The order that a payment names, as an empty list or a list of one. */
export function orderNamedBy({ merchantId, order }: Pick<PaymentRequest, 'merchantId' | 'order'>) {
  return order === null ? [] : [{ merchantId, reference: order.reference }];
}

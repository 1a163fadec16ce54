import type { Money } from '@tallystick/foundation';

/** A refund as a till asks for it. */
export interface RefundRequest {
  readonly merchantId: string;
  readonly merchantName: string;
  readonly tillNumber: number;
  readonly refundId: string;
  readonly paymentId: string;
  readonly amount: Money;
}

/** A refund that was booked. */
export interface Refund {
  readonly merchantId: string;
  readonly refundId: string;
  readonly paymentId: string;
  readonly receiptNumber: number;
  readonly amount: Money;
  /** What had gone back of the payment, this refund included. */
  readonly refundedMinorUnits: bigint;
  readonly transferId: string;
  readonly tillNumber: number;
  /** 16 bytes; null where the payment itself could not be confirmed. */
  readonly receiptTag: Uint8Array | null;
  readonly refundedAt: Date;
}

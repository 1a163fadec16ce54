import { homeBucket } from '../places/home-bucket.ts';

/** The order that a payment names. */
export interface OrderOfPayment {
  readonly reference: string;
  /** In the currency of the payment; null where the till did not say. */
  readonly totalMinorUnits: bigint | null;
}

/** An order as it is stored and locked. */
export interface OrderState {
  readonly merchantId: string;
  readonly reference: string;
  readonly currency: string;
  readonly totalMinorUnits: bigint;
  /** Held by payments that have no outcome yet. */
  readonly reservedMinorUnits: bigint;
  /** Of approved payments that were not reversed. */
  readonly paidMinorUnits: bigint;
  /** The payment that was approved last; where the order is paid whole, the one that did it. */
  readonly paidBy: string | null;
}

/** The orders of a transaction as it has locked them, and as they are to be. */
export interface OrderChanges {
  readonly bucketCount: number;
  readonly before: ReadonlyMap<string, OrderState>;
  readonly after: ReadonlyMap<string, OrderState>;
}

export function orderKey(merchantId: string, reference: string): string {
  return `${merchantId}/${reference}`;
}

/** Orders by the bucket that each lies in, the lowest bucket first; within one they keep their order. */
export function byHomeBucket<Order extends { readonly merchantId: string; readonly reference: string }>(
  bucketCount: number,
  orders: readonly Order[],
): readonly (readonly [bucket: number, orders: readonly Order[]])[] {
  const groups = Map.groupBy(orders, ({ merchantId, reference }) =>
    homeBucket(bucketCount, merchantId, reference),
  );
  return [...groups].sort(([left], [right]) => left - right);
}

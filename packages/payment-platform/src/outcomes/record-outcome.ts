import type { Transaction } from '@tallystick/postgres';
import type { StoredLikenesses } from '../duplicates/recent-payments.ts';
import { writeRecentPayments } from '../duplicates/write-recent-payments.ts';
import type { Booking } from '../ledger/transfer.ts';
import type { OrderChanges } from '../orders/order.ts';
import type { DecidedPayment, FinalPayment } from '../payments/payment.ts';
import type { Refund } from '../refunds/refund.ts';
import type { TopUp } from '../top-ups/stored-top-up.ts';
import { writeBalances, writeEntries, writeRefund, writeTopUp } from './write-bookings.ts';
import { writeClosed, writeGivenBack, writeOrders, writePayments, writeTombstone } from './write-payments.ts';

/** What one transaction has decided about money in one bucket: all rows that follow are written from this value. */
export interface Outcome {
  readonly bucket: number;
  /** When it was decided, to the millisecond: the time of its claims, entries and refunds. */
  readonly at: Date;
  readonly decision: Decision;
  /** Null where no order was locked. */
  readonly orders: OrderChanges | null;
  /** Null where no money moves. */
  readonly booking: Booking | null;
}

export type Decision =
  /** A batch of payments: claimed, approved, declined or left open. */
  | {
      readonly kind: 'payments';
      readonly payments: readonly DecidedPayment[];
      /** Where a payment like an approved one is remembered. */
      readonly likenesses: StoredLikenesses;
    }
  /** A payment id was closed before its payment arrived: a tombstone. */
  | { readonly kind: 'never_seen'; readonly payment: FinalPayment }
  /** An open payment was declined without its code: by its till, or because it was abandoned. */
  | { readonly kind: 'closed'; readonly payment: FinalPayment }
  /** A part of an approved payment, or all that was left, went back: by a refund, or (null) by a reversal. */
  | {
      readonly kind: 'given_back';
      readonly before: FinalPayment;
      readonly after: FinalPayment;
      readonly refund: Refund | null;
    }
  | { readonly kind: 'topped_up'; readonly topUp: TopUp };

/**
 * Writes what a transaction has decided, in its last group, which travels with the COMMIT. The only writer of payments,
 * refunds, top-ups, orders, entries and balances (docs/adr/0021); called once a transaction, with everything locked.
 *
 * The first write names the state that the decision was made from and fails where another transaction was faster. The
 * balances come last: their update locks the clearing accounts, which many servers share. What else is to be stored in the
 * same commit, such as an event, is written here, between the two.
 */
export function recordOutcome(transaction: Transaction, outcome: Outcome): void {
  const { bucket, at, orders, booking } = outcome;
  writeDecision(transaction, outcome);
  if (orders !== null) writeOrders(transaction, orders);
  if (booking === null) return;
  writeEntries(transaction, bucket, booking.entries, at);
  writeBalances(transaction, bucket, booking.deltas);
}

function writeDecision(transaction: Transaction, { bucket, at, decision }: Outcome): void {
  switch (decision.kind) {
    case 'payments':
      writePayments(transaction, bucket, decision.payments, at);
      writeRecentPayments(transaction, bucket, decision.payments, decision.likenesses, at);
      return;
    case 'never_seen':
      writeTombstone(transaction, bucket, decision.payment);
      return;
    case 'closed':
      writeClosed(transaction, bucket, decision.payment);
      return;
    case 'given_back':
      writeGivenBack(transaction, bucket, decision, at);
      if (decision.refund !== null) writeRefund(transaction, bucket, decision.refund);
      return;
    case 'topped_up':
      writeTopUp(transaction, bucket, decision.topUp);
      return;
  }
}

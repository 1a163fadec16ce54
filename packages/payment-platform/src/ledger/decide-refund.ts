import type { BookingRequest, Entry } from './decide-bookings.ts';

/** The entries of a full refund: the payment’s own, turned round. */
export function decideRefund(booking: BookingRequest): {
  readonly entries: readonly Entry[];
  readonly payerDelta: ReadonlyMap<string, bigint>;
  readonly clearingDelta: ReadonlyMap<string, bigint>;
} {
  const { accountId, clearingAccountId, transferId } = booking;
  const amount = booking.amount.minorUnits;
  return {
    entries: [
      { transferId, accountId: clearingAccountId, amount: -amount },
      { transferId, accountId, amount },
    ],
    payerDelta: new Map([[accountId, amount]]),
    clearingDelta: new Map([[clearingAccountId, -amount]]),
  };
}

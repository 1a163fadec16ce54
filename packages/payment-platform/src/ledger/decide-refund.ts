import type { BookingRequest, Entry } from './decide-bookings.ts';

/** The entries of money that goes back, a part or all: those of a payment of the amount, turned round. */
export function decideRefund(booking: BookingRequest): {
  readonly entries: readonly Entry[];
  readonly deltas: ReadonlyMap<string, bigint>;
} {
  const { accountId, clearingAccountId, transferId } = booking;
  const amount = booking.amount.minorUnits;
  return {
    entries: [
      { transferId, accountId: clearingAccountId, amount: -amount },
      { transferId, accountId, amount },
    ],
    deltas: new Map([
      [accountId, amount],
      [clearingAccountId, -amount],
    ]),
  };
}

import type { SortedClaims } from '../payments/claims.ts';
import { claimKey } from '../payments/claims.ts';
import { paymentOfRequest } from '../payments/payment-of-request.ts';
import type { PaymentRequest, StoredPayment } from '../payments/payment.ts';
import type { DecidedPayment } from '../outcomes/write-payments.ts';
import { verdictLifetimeMs } from './verdict-lifetime.ts';

/** A batch without the claims that were open for too long, and those, declined. */
export interface TimelyClaims {
  readonly timely: SortedClaims;
  /** By the index of their request. A code that was burnt for one of them stays burnt. */
  readonly late: ReadonlyMap<number, DecidedPayment>;
}

/** Ends open claims whose verdict is, or would be, too old to be booked: as the janitor does, and never otherwise. */
export function endLateClaims(
  requests: readonly PaymentRequest[],
  claims: SortedClaims,
  stored: ReadonlyMap<string, StoredPayment>,
  now: Date,
): TimelyClaims {
  const late = new Map<number, DecidedPayment>();
  for (const index of claims.open) {
    const request = requests[index]!;
    const payment = stored.get(claimKey(request.merchantId, request.paymentId));
    if (payment?.state !== 'open' || now.getTime() - payment.claimedAt.getTime() < verdictLifetimeMs)
      continue;
    late.set(index, { request, payment: paymentOfRequest(request, 'reversed', now), wasOpen: true });
  }
  const undecided = claims.undecided.filter((index) => !late.has(index));
  return { timely: { ...claims, undecided }, late };
}

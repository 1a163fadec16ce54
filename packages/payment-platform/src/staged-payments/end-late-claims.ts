import { isFromTheFuture } from '@tallystick/foundation';
import { claimKey, type SortedClaims } from '../payments/claims.ts';
import { paymentOfRequest } from '../payments/payment-of-request.ts';
import type { DecidedPayment, PaymentRequest, StoredPayment } from '../payments/payment.ts';
import { verdictLifetimeMs } from './verdict-lifetime.ts';

export interface TimelyClaims {
  /** The claims of the batch, of which those that were open for too long are answered. */
  readonly claims: SortedClaims;
  /** Those, declined. A code that was burnt for one of them stays burnt. */
  readonly ended: readonly DecidedPayment[];
}

/** Ends open claims whose verdict is, or would be, too old to be booked: as the janitor does, and never otherwise. */
export function endLateClaims(
  requests: readonly PaymentRequest[],
  claims: SortedClaims,
  stored: ReadonlyMap<string, StoredPayment>,
  now: Date,
): TimelyClaims {
  const answered = new Map(claims.answered);
  const ended: DecidedPayment[] = [];
  for (const index of claims.open) {
    const request = requests[index]!;
    const known = stored.get(claimKey(request.merchantId, request.paymentId));
    if (known?.state !== 'open' || !isLate(known.claimedAt.getTime(), now.getTime())) continue;
    const payment = paymentOfRequest(request, 'reversed', now);
    ended.push({ request, payment, wasOpen: true });
    answered.set(index, { kind: 'final', payment, isRepeat: false });
  }
  const undecided = claims.undecided.filter((index) => !answered.has(index));
  return { claims: { ...claims, answered, undecided }, ended };
}

/** Of a claim from the time in which the clock was ahead it is not known how old its verdict is. */
function isLate(claimedAtMs: number, nowMs: number): boolean {
  return nowMs - claimedAtMs >= verdictLifetimeMs || isFromTheFuture(claimedAtMs, nowMs);
}

import type { PaymentRequest } from '../payments/payment.ts';
import { likenessKey } from './recent-payments.ts';

export type Suspicion =
  /** A payment like it was approved within the last minute. */
  | { readonly kind: 'duplicate'; readonly earlierPaymentId: string }
  /** A payment like it is being decided: to be asked again once that one has its outcome. */
  | { readonly kind: 'in_work' };

/**
 * Which payments of a batch look like one that was scanned twice (DESIGN §3.6). A payment that says `duplicateOf` is
 * meant, if it names the very payment that it looks like: after a second lost answer the third scan is suspected again.
 * A pure function: nothing is verified yet, so that a suspected payment leaves its code unspent.
 *
 * @param inWorkElsewhere payments of other batches that are being decided, by `likenessKey`.
 */
export function suspectDuplicates(
  recent: ReadonlyMap<string, string>,
  requests: readonly PaymentRequest[],
  which: readonly number[],
  inWorkElsewhere: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<number, Suspicion> {
  const suspicions = new Map<number, Suspicion>();
  const inWork = new Map(inWorkElsewhere);
  for (const index of which) {
    const request = requests[index]!;
    // An order has a rule of its own.
    if (request.order !== null) continue;
    const key = likenessKey(request);
    const earlierPaymentId = recent.get(key);
    const twin = inWork.get(key);
    if (earlierPaymentId !== undefined && earlierPaymentId !== request.duplicateOf)
      suspicions.set(index, { kind: 'duplicate', earlierPaymentId });
    else if (twin !== undefined && twin !== request.duplicateOf && twin !== request.paymentId)
      suspicions.set(index, { kind: 'in_work' });
    else inWork.set(key, request.paymentId);
  }
  return suspicions;
}

import { TallyError, type Clock } from '@tallystick/foundation';
import type { Database, Lane, LaneOptions } from '@tallystick/postgres';
import type { CodesInTransaction } from '@tallystick/verification-contract';
import { readStoredPayment } from '../payments/payment-rows.ts';
import type { CheckedRequest } from '../payments/payment.ts';
import { toVerification } from '../payments/to-verification.ts';
import { isSameRequest } from '../payments/request-hash.ts';
import { homeBucket } from './home-bucket.ts';
import { claimPlaces, placeKey, type Place, type WantedPlace } from './place-rows.ts';
import type { Places } from './places.ts';

export interface PaymentPlacing {
  /**
   * The bucket in which a payment is to be decided, durable before it is answered. The same id gets the same one for ever.
   *
   * @throws TallyError `payment_id_reused`: the id was first named with a code of another bucket.
   */
  place(request: CheckedRequest): Promise<number>;
  close(): Promise<void>;
}

export interface PaymentPlacingParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly codes: Pick<CodesInTransaction, 'bucketsOf' | 'chooseBucket'>;
  readonly places: Places;
  readonly limits: Pick<LaneOptions<never, never>, 'maximumQueued' | 'maximumBatch'>;
}

/**
 * Puts payments into the bucket of the credential that their code stands for (docs/adr/0012), in a commit of its own.
 * Where a process dies between that and the payment, the id has a place and no payment: it reads as never seen, and the
 * next request with it goes on in that place.
 */
export function createPaymentPlacing(parts: PaymentPlacingParts): PaymentPlacing {
  const { database, clock, codes, places, limits } = parts;
  const { bucketCount } = places;
  const lane: Lane<WantedPlace, Place> = database.lane({
    name: 'places',
    ...limits,
    bucketOf: ({ merchantId, id }) => homeBucket(bucketCount, merchantId, id),
    async decide(transaction, wishes, home) {
      const claimed = await claimPlaces(transaction, home, wishes, new Date(clock.nowMs()));
      return wishes.map((wish) => claimed.get(placeKey(wish))!);
    },
  });
  return {
    async place(request) {
      const { merchantId, paymentId, requestHash } = request;
      const placed = { kind: 'payment', merchantId, id: paymentId } as const;
      const buckets = codes.bucketsOf(request);
      const wanted = buckets.length === 1 ? buckets[0]! : await choose(parts, placed, request);
      const place = await lane.submit({ ...placed, wanted, requestHash });
      if (buckets.includes(place.bucket)) return place.bucket;
      const isKnown =
        isSameRequest(place.requestHash, requestHash) ||
        (await readStoredPayment(database, place.bucket, merchantId, paymentId)) !== undefined;
      // What is stored there answers. Where nothing is, this code’s credential could not be found there.
      if (isKnown) return place.bucket;
      throw new TallyError('payment_id_reused', { field: '/paymentId' });
    },
    close: () => lane.close(),
  };
}

/** Choosing may charge for a try, so an id that has its place already is not chosen for again. */
async function choose(
  { codes, places }: PaymentPlacingParts,
  placed: { readonly kind: 'payment'; readonly merchantId: string; readonly id: string },
  request: CheckedRequest,
): Promise<number> {
  return (await places.find(placed)) ?? (await codes.chooseBucket(toVerification(request)));
}

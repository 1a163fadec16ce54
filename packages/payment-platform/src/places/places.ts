import type { Database, Transaction } from '@tallystick/postgres';
import { homeBucket } from './home-bucket.ts';
import { claimPlaces, placeKey, readPlaceStatement, type PlacedId } from './place-rows.ts';

/** A bucket of a database, and how many it has: an order of a payment lies in another. */
export interface BucketOfMany {
  readonly bucket: number;
  readonly bucketCount: number;
}

/** Where ids live. With one bucket everything is in it, and nothing is asked. */
export interface Places {
  readonly bucketCount: number;
  /** Undefined where nobody has named the id yet. */
  find(placed: PlacedId): Promise<number | undefined>;
  /**
   * The place of an id, made within a transaction where there is none: it is kept only with what else that writes. To be
   * asked for before anything is locked; until the transaction ends, whoever wants the same id waits.
   *
   * @param wanted left out: any place will do.
   */
  claim(transaction: Transaction, placed: PlacedId, now: Date, wanted?: number): Promise<number>;
}

export function createPlaces(database: Database, bucketCount: number): Places {
  const homeOf = ({ merchantId, id }: PlacedId): number => homeBucket(bucketCount, merchantId, id);
  return {
    bucketCount,
    async find(placed) {
      if (bucketCount === 1) return 0;
      const [row] = await database.query<{ place: number }>(readPlaceStatement(homeOf(placed), placed));
      return row?.place;
    },
    async claim(transaction, placed, now, wanted = homeOf(placed)) {
      if (bucketCount === 1) return 0;
      const wish = { ...placed, wanted, requestHash: null };
      const places = await claimPlaces(transaction, homeOf(placed), [wish], now);
      return places.get(placeKey(placed))!.bucket;
    },
  };
}

import type { Statement, Transaction } from '@tallystick/postgres';

export type PlaceKind = 'payment' | 'refund';

/** An id whose place is asked for or made. */
export interface PlacedId {
  readonly kind: PlaceKind;
  readonly merchantId: string;
  readonly id: string;
}

export interface WantedPlace extends PlacedId {
  /** Where the id is to live, if it has no place yet. */
  readonly wanted: number;
  readonly requestHash: Uint8Array | null;
}

export interface Place {
  readonly bucket: number;
  /** Of the payment request that made the place; null where a reversal or a refund did. */
  readonly requestHash: Uint8Array | null;
}

interface PlaceRow {
  readonly merchant_id: string;
  readonly kind: PlaceKind;
  readonly id: string;
  readonly place: number;
  readonly request_hash: Buffer | null;
}

export function placeKey({ kind, merchantId, id }: PlacedId): string {
  return `${merchantId}/${kind}/${id}`;
}

/**
 * Makes the places of one home bucket, in the order of their keys, and reads those that are there. Of several wishes for
 * one id the first counts. A place that another transaction is making is waited for.
 */
export async function claimPlaces(
  transaction: Pick<Transaction, 'read'>,
  home: number,
  wishes: readonly WantedPlace[],
  now: Date,
): Promise<ReadonlyMap<string, Place>> {
  const firstWishes = new Map([...wishes].reverse().map((wish) => [placeKey(wish), wish]));
  const sorted = [...firstWishes].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, wish]) => wish);
  const rows = await transaction.read<PlaceRow>({
    name: 'platform.claim_places',
    text: `INSERT INTO platform.places AS known (bucket, merchant_id, kind, id, place, request_hash, created_at)
      SELECT $1, wanted.*, $7
      FROM unnest($2::uuid[], $3::text[], $4::text[], $5::smallint[], $6::bytea[]) AS wanted
      ON CONFLICT (bucket, merchant_id, kind, id) DO UPDATE SET place = known.place
      RETURNING merchant_id, kind, id, place, request_hash`,
    values: [
      home,
      sorted.map(({ merchantId }) => merchantId),
      sorted.map(({ kind }) => kind),
      sorted.map(({ id }) => id),
      sorted.map(({ wanted }) => wanted),
      sorted.map(({ requestHash }) => requestHash),
      now,
    ],
  });
  return new Map(
    rows.map((row) => [
      placeKey({ kind: row.kind, merchantId: row.merchant_id, id: row.id }),
      { bucket: row.place, requestHash: row.request_hash },
    ]),
  );
}

export function readPlaceStatement(home: number, { kind, merchantId, id }: PlacedId): Statement {
  return {
    name: 'platform.read_place',
    text: 'SELECT place FROM platform.places WHERE bucket = $1 AND merchant_id = $2 AND kind = $3 AND id = $4',
    values: [home, merchantId, kind, id],
  };
}

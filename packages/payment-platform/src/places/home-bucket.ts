import { createHash } from 'node:crypto';

/**
 * The bucket of what is named by a merchant and no account: the places of its payment and refund ids, and its orders. It
 * can’t change, because rows lie there; `tally verify` computes it in SQL.
 */
export function homeBucket(bucketCount: number, merchantId: string, name: string): number {
  if (bucketCount === 1) return 0;
  const [first = 0] = createHash('sha256').update(`${merchantId}/${name}`).digest();
  return first % bucketCount;
}

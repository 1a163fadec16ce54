import { createHash } from 'node:crypto';

/**
 * The bucket of what is named by a merchant and no account: the places of its payment and refund ids, and its orders. It
 * can’t change, because rows lie there; the integrity rules compute it in SQL.
 */
export function homeBucket(bucketCount: number, merchantId: string, name: string): number {
  if (bucketCount === 1) return 0;
  const [first = 0] = createHash('sha256').update(`${merchantId}/${name}`).digest();
  return first % bucketCount;
}

/** The same as an expression of SQL over a row’s columns. */
export function homeBucketSql(merchantId: string, name: string): string {
  return `get_byte(sha256(convert_to(${merchantId}::text || '/' || ${name}, 'UTF8')), 0) % bucket_count`;
}

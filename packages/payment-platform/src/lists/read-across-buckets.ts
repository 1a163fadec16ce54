import { allBuckets } from '@tallystick/foundation';

/**
 * Reads a page of rows that lie in all buckets: the same statement for each, then the first rows of them all. One after
 * another, so that a list holds one connection.
 *
 * @param read the first rows of a bucket, in the order of `compare`, as many as are wanted in all.
 */
export async function readAcrossBuckets<Row>(
  bucketCount: number,
  count: number,
  read: (bucket: number) => Promise<readonly Row[]>,
  compare: (left: Row, right: Row) => number,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const bucket of allBuckets(bucketCount)) rows.push(...(await read(bucket)));
  return bucketCount === 1 ? rows : rows.sort(compare).slice(0, count);
}

/** Every account is born into one of 64 shards and stays there; a credential number mod 64 is its account’s shard. */
export const shardCount = 64;

/**
 * The bucket that holds a shard’s rows. `bucketCount` is a power of two up to 64, fixed when a database is made;
 * every table of the money and credential path is keyed by (bucket, id), so that a bucket can move to a node of its own.
 */
export function bucketOfShard(shard: number, bucketCount: number): number {
  return shard % bucketCount;
}

/** For what has to go through all of them: one statement a bucket. */
export function allBuckets(bucketCount: number): readonly number[] {
  return Array.from({ length: bucketCount }, (_, bucket) => bucket);
}

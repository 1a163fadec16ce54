/** Powers of two, so that a shard’s bucket is known from its lowest bits. */
export const allowedBucketCounts: readonly number[] = [1, 2, 4, 8, 16, 32, 64];

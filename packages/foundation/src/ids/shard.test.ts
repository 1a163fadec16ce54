import assert from 'node:assert/strict';
import { test } from 'node:test';

import { bucketOfShard, shardCount } from './shard.ts';

const bucketCounts = [1, 2, 4, 8, 16, 32, 64];
const shards = Array.from({ length: shardCount }, (_, shard) => shard);

test('every shard has a bucket, and the buckets hold equally many shards', () => {
  for (const bucketCount of bucketCounts) {
    const sizes = new Array<number>(bucketCount).fill(0);
    for (const shard of shards) sizes[bucketOfShard(shard, bucketCount)]! += 1;
    assert.deepEqual(sizes, new Array<number>(bucketCount).fill(shardCount / bucketCount));
  }
});

test('the bucket of an account follows from its credential number without knowing the account', () => {
  for (const bucketCount of bucketCounts) {
    for (const credentialNumber of [0, 63, 64, 1_234_567_890, 9_999_999_999]) {
      assert.equal(bucketOfShard(credentialNumber % shardCount, bucketCount), credentialNumber % bucketCount);
    }
  }
});

test('doubling the number of buckets splits each in two and mixes none', () => {
  for (const bucketCount of bucketCounts.slice(0, -1)) {
    for (const shard of shards) {
      const finer = bucketOfShard(shard, bucketCount * 2);
      assert.equal(finer % bucketCount, bucketOfShard(shard, bucketCount));
    }
  }
});

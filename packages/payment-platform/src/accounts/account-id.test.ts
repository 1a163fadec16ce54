import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shardCount, uuidV7 } from '@tallystick/foundation';
import { accountIdInShard, shardOfAccountId } from './account-id.ts';

const nowMs = Date.UTC(2026, 10, 23);

void test('an id can be made for each shard and tells its shard again', () => {
  for (let shard = 0; shard < shardCount; shard += 1) {
    const accountId = accountIdInShard(nowMs, shard);
    assert.match(accountId, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(shardOfAccountId(accountId), shard);
  }
});

void test('ids of payers fill the shards evenly', () => {
  const counts = new Array<number>(shardCount).fill(0);
  for (let index = 0; index < 64_000; index += 1) counts[shardOfAccountId(uuidV7(nowMs))]! += 1;
  // A thousand each; seven standard deviations to either side.
  for (const count of counts) assert.ok(count > 780 && count < 1220, `${count}`);
});

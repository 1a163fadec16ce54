import { shardCount, uuidV7 } from '@tallystick/foundation';

/**
 * The shard of an account is the number in the last six bits of its id. They are random in a UUID of version 7, so shards
 * fill evenly, and whoever knows the id knows the shard, and with it the bucket, without asking the database.
 */
export function shardOfAccountId(accountId: string): number {
  return Number.parseInt(accountId.slice(-2), 16) % shardCount;
}

/** An account id in a given shard. For ledger accounts, which have to stand in the bucket of those they pay. */
export function accountIdInShard(nowMs: number, shard: number): string {
  const random = uuidV7(nowMs);
  const upperBits = Number.parseInt(random.slice(-2), 16) & ~(shardCount - 1);
  return random.slice(0, -2) + (upperBits | shard).toString(16).padStart(2, '0');
}

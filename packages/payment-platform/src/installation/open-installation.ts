import { TallyError } from '@tallystick/foundation';
import type { Database } from '@tallystick/postgres';
import type { PlatformContext } from '../platform-context.ts';

/** Powers of two, so that a shard’s bucket is known from its lowest bits. */
export const allowedBucketCounts: readonly number[] = [1, 2, 4, 8, 16, 32, 64];

/** One bucket suits one PostgreSQL; a distributed engine wants 64. */
const defaultBucketCount = 1;

/** What was fixed when this database was made. */
export interface Installation {
  readonly bucketCount: number;
  readonly createdAt: Date;
}

interface InstallationRow {
  readonly bucket_count: number;
  readonly created_at: Date;
}

/**
 * Writes what is fixed for ever at the first start and reads it back at every later one. Of two first starts at once,
 * one writes and both read the same row.
 *
 * @param bucketCount a power of two up to 64; fixed, because rows never change their bucket. Left out, a new database gets
 *   one bucket, and an old one is taken as it is.
 *
 * @throws TallyError `bucket_count_wrong`: the database was made with another number, or can’t have several buckets,
 *   because it does not compare texts by their bytes.
 */
export async function openInstallation(
  { database, clock }: PlatformContext,
  bucketCount?: number,
): Promise<Installation> {
  const wanted = bucketCount ?? defaultBucketCount;
  assertBucketCount(wanted);
  if (wanted > 1) await assertComparesBytes(database);
  await database.query({
    name: 'platform.insert_installation',
    text: `INSERT INTO platform.installation (bucket_count, created_at) VALUES ($1, $2)
      ON CONFLICT (singleton) DO NOTHING`,
    values: [wanted, new Date(clock.nowMs())],
  });
  const [row] = await database.query<InstallationRow>({
    name: 'platform.read_installation',
    text: 'SELECT bucket_count, created_at FROM platform.installation',
    values: [],
  });
  if (row === undefined) throw new Error('the installation row has just been written and is not there');
  if (bucketCount !== undefined && bucketCount !== row.bucket_count) {
    const detail = `This database was made with ${row.bucket_count} buckets, not ${bucketCount}, and keeps them.`;
    throw new TallyError('bucket_count_wrong', { detail });
  }
  return { bucketCount: row.bucket_count, createdAt: row.created_at };
}

function assertBucketCount(bucketCount: number): void {
  if (!allowedBucketCounts.includes(bucketCount)) {
    throw new RangeError(`bucketCount must be one of ${allowedBucketCounts.join(', ')}, not ${bucketCount}`);
  }
}

/** Lists are merged from the buckets by ids; where each bucket had them in another order, a page would leave some out. */
async function assertComparesBytes(database: Database): Promise<void> {
  const [row] = await database.query<{ readonly compares_bytes: boolean }>({
    name: 'platform.compares_bytes',
    text: `SELECT array_agg(id ORDER BY id) = ARRAY['0', 'A', 'B', '_', 'a', 'b'] AS compares_bytes
      FROM unnest(ARRAY['a', 'B', '_', 'A', '0', 'b']) AS id`,
    values: [],
  });
  if (row?.compares_bytes === true) return;
  const detail =
    'A database with several buckets needs a collation that compares bytes, such as C or C.UTF-8.';
  throw new TallyError('bucket_count_wrong', { detail });
}

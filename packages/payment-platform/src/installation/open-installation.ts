import type { PlatformContext } from '../platform-context.ts';

/** What was fixed when this database was made. */
export interface Installation {
  readonly bucketCount: number;
  readonly createdAt: Date;
}

interface InstallationRow {
  readonly bucket_count: number;
  readonly created_at: Date;
}

/** Powers of two, so that a shard’s bucket is known from its lowest bits. */
const allowedBucketCounts: readonly number[] = [1, 2, 4, 8, 16, 32, 64];
/** One bucket suits one PostgreSQL; a distributed engine wants 64. */
const defaultBucketCount = 1;

/**
 * Writes what is fixed for ever at the first start and reads it back at every later one. Of two first starts at once,
 * one writes and both read the same row.
 *
 * @param bucketCount a power of two up to 64; counts at the first start only, because rows never change their bucket.
 */
export async function openInstallation(
  { database, clock }: PlatformContext,
  bucketCount: number = defaultBucketCount,
): Promise<Installation> {
  assertBucketCount(bucketCount);
  await database.query({
    name: 'platform.insert_installation',
    text: `INSERT INTO platform.installation (bucket_count, created_at) VALUES ($1, $2)
      ON CONFLICT (singleton) DO NOTHING`,
    values: [bucketCount, new Date(clock.nowMs())],
  });
  const [row] = await database.query<InstallationRow>({
    name: 'platform.read_installation',
    text: 'SELECT bucket_count, created_at FROM platform.installation',
    values: [],
  });
  if (row === undefined) throw new Error('the installation row has just been written and is not there');
  return { bucketCount: row.bucket_count, createdAt: row.created_at };
}

function assertBucketCount(bucketCount: number): void {
  if (!allowedBucketCounts.includes(bucketCount)) {
    throw new RangeError(`bucketCount must be one of ${allowedBucketCounts.join(', ')}, not ${bucketCount}`);
  }
}

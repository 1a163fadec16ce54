import type { Clock } from '@tallystick/foundation';
import type { Database } from '@tallystick/postgres';

/** What the platform’s services work on. */
export interface PlatformContext {
  readonly database: Database;
  readonly clock: Clock;
}

/** For services that touch a bucket: how many this database was made with (see `openInstallation`). */
export interface BucketedContext extends PlatformContext {
  readonly bucketCount: number;
}

import { allBuckets } from '@tallystick/foundation';
import type { Statement } from '@tallystick/postgres';
import { latestExpiry } from './activation-lifetime.ts';
import { replyLifetimeMs, type EnrolmentServer } from './enrolment-server.ts';

/**
 * Destroys what enrolment no longer needs: the secrets of activations that nobody consumed in time, and sealed replies
 * older than 7 days. The rows stay, so that a late terminal is told why. To be called now and then; calling it twice at
 * once does no harm.
 */
export async function forgetOldEnrolments(server: EnrolmentServer): Promise<void> {
  const nowMs = server.clock.nowMs();
  for (const bucket of allBuckets(server.bucketCount)) {
    await server.database.query(destroyExpiredSecrets(bucket, nowMs));
    await server.database.query(eraseOldReplies(bucket, new Date(nowMs - replyLifetimeMs)));
  }
}

function destroyExpiredSecrets(bucket: number, nowMs: number): Statement {
  return {
    name: 'authentication.destroy_expired_secrets',
    text: `UPDATE authentication.activations SET sealed_secrets = NULL
      WHERE bucket = $1 AND sealed_secrets IS NOT NULL AND (expires_at <= $2 OR expires_at > $3)`,
    values: [bucket, new Date(nowMs), latestExpiry(nowMs)],
  };
}

function eraseOldReplies(bucket: number, oldest: Date): Statement {
  return {
    name: 'authentication.erase_old_replies',
    text: `UPDATE authentication.activations SET sealed_reply = NULL
      WHERE bucket = $1 AND sealed_reply IS NOT NULL AND consumed_at <= $2`,
    values: [bucket, oldest],
  };
}

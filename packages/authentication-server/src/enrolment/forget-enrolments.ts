import type { Statement } from '@tallystick/postgres';
import { allBuckets, replyLifetimeMs, type EnrolmentServer } from './enrolment-server.ts';

/**
 * Destroys what enrolment no longer needs: the secrets of activations that nobody consumed in time, and sealed replies
 * older than 7 days. The rows stay, so that a late terminal is told why. To be called now and then; calling it twice at
 * once does no harm.
 */
export async function forgetOldEnrolments(server: EnrolmentServer): Promise<void> {
  const nowMs = server.clock.nowMs();
  const buckets = allBuckets(server);
  await server.database.query(destroyExpiredSecrets(buckets, new Date(nowMs)));
  await server.database.query(eraseOldReplies(buckets, new Date(nowMs - replyLifetimeMs)));
}

function destroyExpiredSecrets(buckets: readonly number[], now: Date): Statement {
  return {
    name: 'authentication.destroy_expired_secrets',
    text: `UPDATE authentication.activations SET sealed_secrets = NULL
      WHERE bucket = ANY($1::smallint[]) AND sealed_secrets IS NOT NULL AND expires_at <= $2`,
    values: [buckets, now],
  };
}

function eraseOldReplies(buckets: readonly number[], oldest: Date): Statement {
  return {
    name: 'authentication.erase_old_replies',
    text: `UPDATE authentication.activations SET sealed_reply = NULL
      WHERE bucket = ANY($1::smallint[]) AND sealed_reply IS NOT NULL AND consumed_at <= $2`,
    values: [buckets, oldest],
  };
}

import type { Clock } from '@tallystick/foundation';
import type { Database } from '@tallystick/postgres';

/** Steps of the look are five minutes; a day leaves room for every clock that anybody may correct. */
const keptMs = 86_400_000;

/**
 * Forgets (credential, step) rows that no code can match any more. Press numbers do not pass with time: theirs stay until
 * the last accepted one has passed them, or a press that a resynchronisation has burnt would be good again. To be called
 * now and then; calling it twice at once does no harm.
 */
export async function forgetOldStepHolds(parts: {
  readonly database: Database;
  readonly clock: Clock;
}): Promise<void> {
  await parts.database.query({
    name: 'authentication.forget_step_holds',
    text: `DELETE FROM authentication.step_holds AS hold USING authentication.credentials AS credential
      WHERE hold.created_at < $1
        AND credential.bucket = hold.bucket AND credential.credential_number = hold.credential_number
        AND (credential.kind = 'time' OR hold.step <= credential.last_accepted_step)`,
    values: [new Date(parts.clock.nowMs() - keptMs)],
  });
}

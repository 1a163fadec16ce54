import { allBuckets, type Clock } from '@tallystick/foundation';
import type { Database, Statement } from '@tallystick/postgres';
import type { CredentialKinds } from '../kinds/credential-kind.ts';

/** Steps of the look are five minutes; a day leaves room for every clock that anybody may correct. */
const keptMs = 86_400_000;

/**
 * Forgets (credential, step) rows that no code can match any more. Where steps do not pass with time, as press numbers, rows
 * stay until the last accepted one has passed them, or a press that a resynchronisation has burnt would be good again. To
 * be called now and then; calling it twice at once does no harm.
 */
export async function forgetOldStepHolds(parts: {
  readonly database: Database;
  readonly clock: Clock;
  readonly bucketCount: number;
  readonly kinds: CredentialKinds;
}): Promise<void> {
  const nowMs = parts.clock.nowMs();
  const passing = parts.kinds.all.filter((kind) => kind.lowestHeldStep(nowMs) !== null);
  const names = passing.map(({ name }) => name);
  const before = new Date(nowMs - keptMs);
  for (const bucket of allBuckets(parts.bucketCount))
    await parts.database.query(forgetHolds(bucket, before, names));
}

function forgetHolds(bucket: number, before: Date, passingKinds: readonly string[]): Statement {
  return {
    name: 'authentication.forget_step_holds',
    text: `DELETE FROM authentication.step_holds AS hold USING authentication.credentials AS credential
      WHERE hold.bucket = $1 AND hold.created_at < $2 AND credential.bucket = $1
        AND credential.credential_number = hold.credential_number
        AND (credential.kind = ANY($3::text[]) OR hold.step <= credential.last_accepted_step)`,
    values: [bucket, before, passingKinds],
  };
}

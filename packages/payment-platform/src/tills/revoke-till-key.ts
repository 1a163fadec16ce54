import { TallyError } from '@tallystick/foundation';
import type { TillKeyContext } from './till-key-context.ts';

/**
 * Revokes the key of a till: at once in this process, within a second in others. Revoking twice keeps the first time.
 *
 * @throws TallyError `till_unknown`.
 */
export async function revokeTillKey(
  { database, clock, tillAuthenticator }: TillKeyContext,
  { tillId }: { readonly tillId: string },
): Promise<void> {
  const rows = await database.query({
    name: 'platform.revoke_till_key',
    text: `UPDATE platform.tills SET revoked_at = coalesce(revoked_at, $2) WHERE till_id = $1 RETURNING till_id`,
    values: [tillId, new Date(clock.nowMs())],
  });
  if (rows.length === 0) throw new TallyError('till_unknown');
  tillAuthenticator.forget((till) => till.tillId === tillId);
}

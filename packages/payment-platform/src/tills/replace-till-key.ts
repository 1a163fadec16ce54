import { TallyError } from '@tallystick/foundation';
import { makeApiKey } from '../api-keys/api-key.ts';
import type { TillKeyContext } from './till-key-context.ts';

/**
 * Gives a till a new key, which also brings a revoked till back. The old key stops at once in this process, within a
 * second in others.
 *
 * @returns the key’s text, `till_…`: shown once, only its hash is stored.
 * @throws TallyError `till_unknown`.
 */
export async function replaceTillKey(
  { database, tillAuthenticator }: TillKeyContext,
  { tillId }: { readonly tillId: string },
): Promise<string> {
  const { text, keyHash } = makeApiKey('till');
  const rows = await database.query({
    name: 'platform.replace_till_key',
    text: 'UPDATE platform.tills SET key_hash = $2, revoked_at = NULL WHERE till_id = $1 RETURNING till_id',
    values: [tillId, keyHash],
  });
  if (rows.length === 0) throw new TallyError('till_unknown');
  tillAuthenticator.forget((till) => till.tillId === tillId);
  return text;
}

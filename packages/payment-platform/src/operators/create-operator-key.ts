import { makeApiKey } from '../api-keys/api-key.ts';
import type { PlatformContext } from '../platform-context.ts';

/**
 * Makes an API key for the operator.
 *
 * @returns the key’s text, `operator_…`: shown once, only its hash is stored.
 */
export async function createOperatorKey(
  { database, clock }: PlatformContext,
  { operatorId }: { readonly operatorId: string },
): Promise<string> {
  const { text, keyHash } = makeApiKey('operator');
  await database.query({
    name: 'platform.insert_operator_key',
    text: 'INSERT INTO platform.operator_keys (key_hash, operator_id, created_at) VALUES ($1, $2, $3)',
    values: [keyHash, operatorId, new Date(clock.nowMs())],
  });
  return text;
}

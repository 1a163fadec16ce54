import { TallyError } from '@tallystick/foundation';
import type { PlatformContext } from '../platform-context.ts';
import type { OperatorAuthenticator } from './operator-authenticator.ts';

interface KeyRow {
  readonly key_hash: Buffer;
  readonly is_meant: boolean;
  readonly revoked_at: Date | null;
}

/**
 * Revokes a key of the operator: at once in this process, within a second in others. Revoking twice keeps the first time.
 *
 * @throws TallyError `operator_key_id_unknown`; `operator_key_last`, because nobody could make another.
 */
export async function revokeOperatorKey(
  {
    database,
    clock,
    operatorAuthenticator,
  }: PlatformContext & { readonly operatorAuthenticator: OperatorAuthenticator },
  { operatorId, keyId }: { readonly operatorId: string; readonly keyId: string },
): Promise<void> {
  await database.transaction(async (transaction) => {
    // Of two that revoke the last two keys at once, the second finds one left.
    await transaction.read({
      name: 'platform.lock_operator',
      text: 'SELECT operator_id FROM platform.operators WHERE operator_id = $1 FOR UPDATE',
      values: [operatorId],
    });
    const keys = await transaction.read<KeyRow>({
      name: 'platform.read_operator_keys',
      text: `SELECT key_hash, encode(substr(key_hash, 1, 8), 'hex') = $2 AS is_meant, revoked_at
        FROM platform.operator_keys WHERE operator_id = $1`,
      values: [operatorId, keyId],
    });
    const meant = keys.find((key) => key.is_meant);
    if (meant === undefined) throw new TallyError('operator_key_id_unknown');
    if (meant.revoked_at !== null) return;
    if (!keys.some((key) => !key.is_meant && key.revoked_at === null))
      throw new TallyError('operator_key_last');
    transaction.write(
      {
        name: 'platform.revoke_operator_key',
        text: 'UPDATE platform.operator_keys SET revoked_at = $2 WHERE key_hash = $1 AND revoked_at IS NULL',
        values: [meant.key_hash, new Date(clock.nowMs())],
      },
      1,
    );
  });
  operatorAuthenticator.forget((operator) => operator.keyId === keyId);
}

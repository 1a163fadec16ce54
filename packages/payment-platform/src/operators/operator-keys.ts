import { TallyError } from '@tallystick/foundation';
import { makeApiKey } from '../api-keys/api-key.ts';
import type { PlatformContext } from '../platform-context.ts';
import { operatorKeyId } from './find-operator.ts';
import type { OperatorAuthenticator } from './operator-authenticator.ts';

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

export interface OperatorKey {
  readonly keyId: string;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
}

interface KeyRow {
  readonly key_hash: Buffer;
  readonly created_at: Date;
  readonly revoked_at: Date | null;
}

/** Far more than an operator rotates in years. */
const maximumKeys = 500;

/** The keys of the operator, the newest first. */
export async function listOperatorKeys(
  { database }: Pick<PlatformContext, 'database'>,
  { operatorId }: { readonly operatorId: string },
): Promise<readonly OperatorKey[]> {
  const rows = await database.query<KeyRow>({
    name: 'platform.list_operator_keys',
    text: `SELECT key_hash, created_at, revoked_at FROM platform.operator_keys WHERE operator_id = $1
      ORDER BY created_at DESC, key_hash LIMIT $2`,
    values: [operatorId, maximumKeys],
  });
  return rows.map((row) => ({
    keyId: operatorKeyId(row.key_hash),
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
  }));
}

interface RevocableRow {
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
    const keys = await transaction.read<RevocableRow>({
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

import type { PlatformContext } from '../platform-context.ts';
import { operatorKeyId } from './operator-key-id.ts';

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

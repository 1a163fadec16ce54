import { createKeyAuthenticator, type KeyAuthenticator } from '../api-keys/key-authenticator.ts';
import type { PlatformContext } from '../platform-context.ts';
import type { Till } from './till.ts';

export type TillAuthenticator = KeyAuthenticator<Till>;

interface TillRow {
  readonly till_id: string;
  readonly till_number: number;
  readonly till_name: string;
  readonly merchant_id: string;
  readonly merchant_name: string;
  readonly operator_id: string;
}

/** `Authorization: Bearer till_…` → the till, or `till_key_unknown`. */
export function createTillAuthenticator(context: PlatformContext): TillAuthenticator {
  return createKeyAuthenticator({
    kind: 'till',
    errorCode: 'till_key_unknown',
    clock: context.clock,
    findOwner: (keyHash) => findTillByKey(context, keyHash),
  });
}

async function findTillByKey({ database }: PlatformContext, keyHash: Buffer): Promise<Till | undefined> {
  const [row] = await database.query<TillRow>({
    name: 'platform.find_till_by_key',
    text: `SELECT till_id, till_number, till.name AS till_name, merchant_id, merchant.name AS merchant_name,
        till.operator_id
      FROM platform.tills AS till JOIN platform.merchants AS merchant USING (merchant_id)
      WHERE key_hash = $1 AND revoked_at IS NULL`,
    values: [keyHash],
  });
  if (row === undefined) return undefined;
  return {
    tillId: row.till_id,
    tillNumber: row.till_number,
    tillName: row.till_name,
    merchantId: row.merchant_id,
    merchantName: row.merchant_name,
    operatorId: row.operator_id,
  };
}

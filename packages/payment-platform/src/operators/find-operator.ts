import type { PlatformContext } from '../platform-context.ts';
import type { Operator } from './create-operator.ts';

/** An operator as known by the key of a request. */
export interface KeyedOperator extends Operator {
  readonly keyId: string;
}

interface OperatorRow {
  readonly operator_id: string;
  readonly name: string;
}

/** The operator of this installation; undefined where none was created yet. */
export async function findOperator({
  database,
}: Pick<PlatformContext, 'database'>): Promise<Operator | undefined> {
  const [row] = await database.query<OperatorRow>({
    name: 'platform.find_operator',
    text: 'SELECT operator_id, name FROM platform.operators',
    values: [],
  });
  return row === undefined ? undefined : toOperator(row);
}

/** The operator that an unrevoked API key belongs to, by the key’s SHA-256. */
export async function findOperatorByKey(
  { database }: Pick<PlatformContext, 'database'>,
  keyHash: Buffer,
): Promise<KeyedOperator | undefined> {
  const [row] = await database.query<OperatorRow>({
    name: 'platform.find_operator_by_key',
    text: `SELECT operator_id, name FROM platform.operator_keys JOIN platform.operators USING (operator_id)
      WHERE key_hash = $1 AND revoked_at IS NULL`,
    values: [keyHash],
  });
  return row === undefined ? undefined : { ...toOperator(row), keyId: operatorKeyId(keyHash) };
}

function toOperator(row: OperatorRow): Operator {
  return { operatorId: row.operator_id, operatorName: row.name };
}

/** What a key is called by: the beginning of its hash. It names the key and opens nothing. */
export function operatorKeyId(keyHash: Buffer): string {
  return keyHash.toString('hex', 0, 8);
}

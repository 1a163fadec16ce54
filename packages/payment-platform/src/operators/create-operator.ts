import { TallyError, uuidV7 } from '@tallystick/foundation';
import type { PlatformContext } from '../platform-context.ts';

export interface Operator {
  readonly operatorId: string;
  readonly operatorName: string;
}

/**
 * Creates the operator of this installation. There is one: issuer prefix, signing key and payer accounts are its own, so
 * a second operator is a second installation.
 *
 * @throws TallyError `operator_exists`.
 */
export async function createOperator(
  { database, clock }: PlatformContext,
  { name }: { readonly name: string },
): Promise<Operator> {
  const operatorId = uuidV7(clock.nowMs());
  const rows = await database.query({
    name: 'platform.insert_operator',
    text: `INSERT INTO platform.operators (operator_id, name, created_at) VALUES ($1, $2, $3)
      ON CONFLICT (singleton) DO NOTHING RETURNING operator_id`,
    values: [operatorId, name, new Date(clock.nowMs())],
  });
  if (rows.length === 0) throw new TallyError('operator_exists');
  return { operatorId, operatorName: name };
}

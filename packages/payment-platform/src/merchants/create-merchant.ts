import { uuidV7 } from '@tallystick/foundation';
import type { PlatformContext } from '../platform-context.ts';

export interface Merchant {
  readonly merchantId: string;
  readonly merchantName: string;
  readonly createdAt: Date;
}

export async function createMerchant(
  { database, clock }: PlatformContext,
  { operatorId, name }: { readonly operatorId: string; readonly name: string },
): Promise<Merchant> {
  const createdAt = new Date(clock.nowMs());
  const merchantId = uuidV7(createdAt.getTime());
  await database.query({
    name: 'platform.insert_merchant',
    text: 'INSERT INTO platform.merchants (merchant_id, operator_id, name, created_at) VALUES ($1, $2, $3, $4)',
    values: [merchantId, operatorId, name, createdAt],
  });
  return { merchantId, merchantName: name, createdAt };
}

import type { Page, PageRequest } from '../page.ts';
import { beforeEveryId, pageOf, pageSize } from '../page.ts';
import type { PlatformContext } from '../platform-context.ts';
import type { Merchant } from './create-merchant.ts';

interface MerchantRow {
  readonly merchant_id: string;
  readonly name: string;
  readonly created_at: Date;
}

/** Merchants in the order of their creation. */
export async function listMerchants(
  { database }: Pick<PlatformContext, 'database'>,
  { after = beforeEveryId }: PageRequest,
): Promise<Page<Merchant>> {
  const rows = await database.query<MerchantRow>({
    name: 'platform.list_merchants',
    text: `SELECT merchant_id, name, created_at FROM platform.merchants
      WHERE merchant_id > $1 ORDER BY merchant_id LIMIT $2`,
    values: [after, pageSize + 1],
  });
  const merchants = rows.map((row) => ({
    merchantId: row.merchant_id,
    merchantName: row.name,
    createdAt: row.created_at,
  }));
  return pageOf(merchants, (merchant) => merchant.merchantId);
}

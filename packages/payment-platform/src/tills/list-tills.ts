import { TallyError } from '@tallystick/foundation';
import { beforeEveryId, pageOf, pageSize, type Page, type PageRequest } from '../page.ts';
import type { PlatformContext } from '../platform-context.ts';
import type { TillListing } from './till.ts';

interface TillRow {
  readonly till_id: string;
  readonly till_number: number;
  readonly name: string;
  readonly created_at: Date;
  readonly revoked_at: Date | null;
}

/**
 * The tills of a merchant in the order of their creation.
 *
 * @throws TallyError `merchant_unknown`.
 */
export async function listTills(
  { database }: Pick<PlatformContext, 'database'>,
  { merchantId, after = beforeEveryId }: PageRequest & { readonly merchantId: string },
): Promise<Page<TillListing>> {
  // The outer join gives one row of nulls for a merchant without tills, and none for an unknown merchant.
  const rows = await database.query<TillRow | Record<keyof TillRow, null>>({
    name: 'platform.list_tills',
    text: `SELECT till_id, till_number, till.name, till.created_at, revoked_at
      FROM platform.merchants AS merchant
      LEFT JOIN platform.tills AS till ON till.merchant_id = merchant.merchant_id AND till_id > $2
      WHERE merchant.merchant_id = $1 ORDER BY till_id LIMIT $3`,
    values: [merchantId, after, pageSize + 1],
  });
  if (rows.length === 0) throw new TallyError('merchant_unknown');
  return pageOf(rows.filter(isTill).map(toListing), (till) => till.tillId);
}

function isTill(row: TillRow | Record<keyof TillRow, null>): row is TillRow {
  return row.till_id !== null;
}

function toListing(row: TillRow): TillListing {
  return {
    tillId: row.till_id,
    tillNumber: row.till_number,
    tillName: row.name,
    createdAt: row.created_at,
    keyRevokedAt: row.revoked_at,
  };
}

import { bucketOfShard } from '@tallystick/foundation';
import type { Database } from '@tallystick/postgres';
import type { CredentialListing } from '@tallystick/verification-contract';
import {
  credentialListingColumns,
  toCredentialListing,
  type CredentialListingRow,
} from './credential-listing.ts';

/**
 * The credentials of an account in the order of their numbers, revoked ones too.
 *
 * @param page.after the number that the page before ended with; left out for the first page.
 * @param page.limit how many at most.
 */
export async function listCredentials(
  { database, bucketCount }: { readonly database: Database; readonly bucketCount: number },
  account: { readonly accountId: string; readonly shard: number },
  page: { readonly after?: string; readonly limit: number },
): Promise<readonly CredentialListing[]> {
  const rows = await database.query<CredentialListingRow>({
    name: 'authentication.list_credentials',
    text: `SELECT ${credentialListingColumns} FROM authentication.credentials
      WHERE bucket = $1 AND account_id = $2 AND credential_number > $3 ORDER BY credential_number LIMIT $4`,
    values: [bucketOfShard(account.shard, bucketCount), account.accountId, page.after ?? '-1', page.limit],
  });
  return rows.map(toCredentialListing);
}

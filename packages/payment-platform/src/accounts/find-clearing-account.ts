import type { Statement } from '@tallystick/postgres';

/** Finds the account of a merchant’s takings in one currency, from the payers of one bucket. */
export function findClearingAccount(wanted: {
  readonly bucket: number;
  readonly merchantId: string | null;
  readonly currency: string;
}): Statement {
  return {
    name: 'platform.find_clearing_account',
    text: `SELECT account_id FROM platform.accounts
      WHERE kind = 'clearing' AND bucket = $1 AND currency = $2 AND merchant_id = $3`,
    values: [wanted.bucket, wanted.currency, wanted.merchantId],
  };
}

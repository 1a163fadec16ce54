import { TallyError } from '@tallystick/foundation';
import type { Transaction } from '@tallystick/postgres';
import { latestExpiry } from './activation-lifetime.ts';

/** How much may be open at one account at once. */
export interface AccountLimits {
  /** Activations that wait for a terminal. */
  readonly openActivations: number;
  /** Credentials that are not revoked, and activations that may become one. */
  readonly credentials: number;
}

export const defaultAccountLimits: AccountLimits = { openActivations: 5, credentials: 10 };

interface CountRow {
  readonly open_activations: bigint;
  readonly credentials: bigint;
}

/**
 * Sees to it that an account has room for one more activation. Its row is locked until the transaction ends, so that of two
 * who ask at once the second counts what the first has made.
 *
 * @throws TallyError `too_many_activations`, `too_many_credentials`.
 */
export async function assertRoomForActivation(
  transaction: Transaction,
  account: { readonly bucket: number; readonly accountId: string },
  limits: AccountLimits,
  now: Date,
): Promise<void> {
  const { bucket, accountId } = account;
  const [, rows] = await Promise.all([
    transaction.read({
      name: 'authentication.lock_account',
      text: `INSERT INTO authentication.accounts (bucket, account_id) VALUES ($1, $2)
        ON CONFLICT (bucket, account_id) DO UPDATE SET account_id = EXCLUDED.account_id`,
      values: [bucket, accountId],
    }),
    // A statement of its own, behind the lock: it sees what was committed while the first one waited.
    transaction.read<CountRow>({
      name: 'authentication.count_credentials',
      text: `SELECT
          (SELECT count(*) FROM authentication.activations
            WHERE bucket = $1 AND account_id = $2 AND sealed_secrets IS NOT NULL AND expires_at > $3
              AND expires_at <= $4) AS open_activations,
          (SELECT count(*) FROM authentication.credentials
            WHERE bucket = $1 AND account_id = $2 AND state <> 'revoked') AS credentials`,
      values: [bucket, accountId, now, latestExpiry(now.getTime())],
    }),
  ]);
  const open = Number(rows[0]?.open_activations);
  if (open >= limits.openActivations) throw new TallyError('too_many_activations');
  // An open activation may become a credential at any moment.
  if (Number(rows[0]?.credentials) + open >= limits.credentials) throw new TallyError('too_many_credentials');
}

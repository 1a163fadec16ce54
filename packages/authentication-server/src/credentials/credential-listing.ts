import { credentialDigits } from './credential-number.ts';
import type { CredentialState } from '../verification/credential-state.ts';

/** A credential as its operator sees it: nothing here makes a code, and no alias is told. */
export interface CredentialListing {
  /** Ten digits; the payer's terminal shows them too. */
  readonly credentialNumber: string;
  readonly accountId: string;
  readonly kind: CredentialState['kind'];
  readonly state: CredentialState['state'];
  /** In minor units of the account’s currency; null without a cap. */
  readonly cap: bigint | null;
  /** Null without a limit. */
  readonly usesPerDay: number | null;
  readonly createdAt: Date;
}

export interface CredentialListingRow {
  readonly credential_number: bigint;
  readonly account_id: string;
  readonly kind: CredentialState['kind'];
  readonly state: CredentialState['state'];
  readonly cap: bigint | null;
  readonly uses_per_day: number | null;
  readonly created_at: Date;
}

export const credentialListingColumns =
  'credential_number, account_id, kind, state, cap, uses_per_day, created_at';

export function toCredentialListing(row: CredentialListingRow): CredentialListing {
  return {
    credentialNumber: credentialDigits(row.credential_number),
    accountId: row.account_id,
    kind: row.kind,
    state: row.state,
    cap: row.cap,
    usesPerDay: row.uses_per_day,
    createdAt: row.created_at,
  };
}

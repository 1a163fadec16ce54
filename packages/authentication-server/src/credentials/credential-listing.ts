import { credentialDigits } from './credential-number.ts';
import type { CredentialListing } from '@tallystick/verification-contract';

export interface CredentialListingRow {
  readonly credential_number: bigint;
  readonly account_id: string;
  readonly kind: CredentialListing['kind'];
  readonly state: CredentialListing['state'];
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

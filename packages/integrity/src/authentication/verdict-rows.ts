import type { VerdictReason } from '@tallystick/verification-contract';
import type { Snapshot } from '../checks/snapshot.ts';

/** A stored verdict as another server’s books can be compared with it: no secret, no step. */
export interface VerdictRow {
  readonly bucket: number;
  readonly merchantId: string;
  readonly paymentId: string;
  readonly verdict: VerdictReason;
  /** The account of the credential whose code was burnt; null where none was. */
  readonly accountId: string | null;
  readonly decidedAt: Date;
}

/** A credential and the account that it pays from. */
export interface CredentialAccountRow {
  readonly bucket: number;
  readonly accountId: string;
  readonly credentialNumber: string;
  readonly createdAt: Date;
}

/** Every verdict, in the order of its claim. */
export function streamVerdicts(snapshot: Snapshot): AsyncGenerator<readonly VerdictRow[], void, undefined> {
  return snapshot.stream<VerdictRow>(`
    SELECT verdict.bucket, merchant_id::text AS "merchantId", payment_id AS "paymentId", verdict.verdict,
      credential.account_id::text AS "accountId", decided_at AS "decidedAt"
    FROM authentication.verdicts AS verdict
    LEFT JOIN authentication.credentials AS credential USING (bucket, credential_number)
    ORDER BY verdict.bucket, merchant_id, payment_id COLLATE "C"`);
}

/** Every credential, in the order of its account. */
export function streamCredentialAccounts(
  snapshot: Snapshot,
): AsyncGenerator<readonly CredentialAccountRow[], void, undefined> {
  return snapshot.stream<CredentialAccountRow>(`
    SELECT bucket, account_id::text AS "accountId", lpad(credential_number::text, 10, '0') AS "credentialNumber",
      created_at AS "createdAt"
    FROM authentication.credentials ORDER BY bucket, account_id, credential_number`);
}

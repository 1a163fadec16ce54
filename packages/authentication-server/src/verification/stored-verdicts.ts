import type { Transaction } from '@tallystick/postgres';
import {
  codeOfReason,
  isDeclinedReason,
  type Burnt,
  type Claim,
  type Verdict,
  type VerdictReason,
} from '@tallystick/verification-contract';
import type { CredentialRow } from './credential-rows.ts';
import type { Verifier } from './create-verifier.ts';

/** A verdict as it was given, and the request that it was given for. */
export interface StoredVerdict {
  /** Null where it was made inside the platform’s transaction. */
  readonly requestHash: Uint8Array | null;
  readonly verdict: Verdict;
}

interface StoredVerdictRow extends Pick<
  CredentialRow,
  'account_id' | 'kind' | 'cap' | 'sealing_key_id' | 'sealed_leaves'
> {
  readonly merchant_id: string;
  readonly payment_id: string;
  readonly request_hash: Buffer | null;
  readonly verdict: VerdictReason;
  /** Null where no code was burnt; the credential’s columns are then null too. */
  readonly credential_number: bigint | null;
  readonly step: bigint;
  readonly intent: number;
  readonly question: string;
}

const verdictColumns =
  'merchant_id, payment_id, request_hash, verdict, credential_number, step, intent, question';
const credentialColumns = 'account_id, kind, cap, sealing_key_id, sealed_leaves';

/**
 * The verdicts that stand under claims already, by `claimKey`, as they were given: the confirmation key is made again from
 * the credential, and the cap was fixed with its activation.
 */
export async function readStoredVerdicts(
  verifier: Verifier,
  transaction: Transaction,
  bucket: number,
  claims: readonly Claim[],
): Promise<ReadonlyMap<string, StoredVerdict>> {
  const rows = await transaction.read<StoredVerdictRow>({
    name: 'authentication.read_verdicts',
    text: `SELECT ${verdictColumns}, ${credentialColumns}
      FROM unnest($2::uuid[], $3::text[]) AS asked (asked_merchant_id, asked_payment_id)
      CROSS JOIN LATERAL (
        SELECT ${verdictColumns} FROM authentication.verdicts
        WHERE bucket = $1 AND merchant_id = asked_merchant_id AND payment_id = asked_payment_id LIMIT 1) AS verdict
      LEFT JOIN LATERAL (
        SELECT ${credentialColumns} FROM authentication.credentials AS credential
        WHERE credential.bucket = $1 AND credential.credential_number = verdict.credential_number LIMIT 1) AS owner
        ON true`,
    values: [bucket, claims.map(({ merchantId }) => merchantId), claims.map(({ paymentId }) => paymentId)],
  });
  return new Map(
    rows.map((row) => [
      claimKey({ merchantId: row.merchant_id, paymentId: row.payment_id }),
      { requestHash: row.request_hash, verdict: toVerdict(verifier, row) },
    ]),
  );
}

export function claimKey({ merchantId, paymentId }: Claim): string {
  return `${merchantId}/${paymentId}`;
}

function toVerdict(verifier: Verifier, row: StoredVerdictRow): Verdict {
  const reason = row.verdict;
  const burnt = toBurnt(verifier, row);
  if (reason === 'genuine') {
    if (burnt === null) throw new Error('a genuine verdict lacks its credential');
    return { kind: 'genuine', reason, burnt };
  }
  if (!isDeclinedReason(reason)) throw new Error('a code that is still to come has no stored verdict');
  return { kind: 'declined', reason, code: codeOfReason[reason], burnt };
}

function toBurnt(verifier: Verifier, row: StoredVerdictRow): Burnt | null {
  const { credential_number, question, intent } = row;
  if (credential_number === null) return null;
  const step = Number(row.step);
  return {
    credentialNumber: credential_number,
    accountId: row.account_id,
    step,
    question,
    cap: row.cap,
    confirmationKey: verifier
      .openSecrets({ ...row, credential_number })
      .confirmationKey(step, intent, question),
  };
}

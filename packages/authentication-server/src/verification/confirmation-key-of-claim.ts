import type { Transaction } from '@tallystick/postgres';
import type { Claim } from '@tallystick/verification-contract';
import type { CredentialRow } from './credential-rows.ts';
import type { Verifier } from './create-verifier.ts';

interface BurntVerdictRow extends CredentialRow {
  readonly step: bigint;
  readonly intent: number;
  readonly question: string;
}

/**
 * The confirmation key of a claim whose code was burnt, made again from the credential: for the receipts of reversals and
 * refunds. Undefined where the claim burnt nothing. The key itself is stored nowhere.
 */
export async function confirmationKeyOfClaim(
  verifier: Verifier,
  transaction: Transaction,
  bucket: number,
  claim: Claim,
): Promise<Uint8Array | undefined> {
  const rows = await transaction.read<BurntVerdictRow>({
    name: 'authentication.read_burnt_verdict',
    text: `SELECT verdict.step, verdict.intent, verdict.question, credential.*
      FROM authentication.verdicts AS verdict
      JOIN authentication.credentials AS credential
        ON credential.bucket = verdict.bucket AND credential.credential_number = verdict.credential_number
      WHERE verdict.bucket = $1 AND verdict.merchant_id = $2 AND verdict.payment_id = $3`,
    values: [bucket, claim.merchantId, claim.paymentId],
  });
  const row = rows[0];
  if (row === undefined) return undefined;
  return verifier.openSecrets(row).confirmationKey(Number(row.step), row.intent, row.question);
}

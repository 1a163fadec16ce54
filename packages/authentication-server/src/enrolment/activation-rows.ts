import type { Database, Statement, Transaction } from '@tallystick/postgres';
import type { CredentialTerms } from '@tallystick/verification-contract';
import type { SealedBox } from '../sealing/sealed-box.ts';

/** A row of authentication.activations as the driver delivers it. */
export interface ActivationRow {
  readonly bucket: number;
  readonly account_id: string;
  readonly shard: number;
  readonly kind: string;
  readonly cap: bigint | null;
  readonly uses_per_day: number | null;
  readonly server_key: Uint8Array;
  readonly sealing_key_id: string;
  readonly sealed_secrets: Uint8Array | null;
  readonly expires_at: Date;
  readonly wrong_proofs: number;
  readonly terminal_key: Uint8Array | null;
  readonly server_proof: Uint8Array | null;
  readonly sealed_reply: Uint8Array | null;
  readonly consumed_at: Date | null;
}

/** What a right proof leaves in place of the secrets. */
export interface Consumption {
  readonly terminalKey: Uint8Array;
  readonly credentialNumber: bigint;
  readonly serverProof: Uint8Array;
  readonly sealedReply: Uint8Array;
  readonly consumedAt: Date;
}

const columns =
  'bucket, account_id, shard, kind, cap, uses_per_day, server_key, sealing_key_id, sealed_secrets, expires_at, wrong_proofs, ' +
  'terminal_key, server_proof, sealed_reply, consumed_at';

export async function readActivation(
  database: Database,
  bucket: number,
  activationId: Uint8Array,
): Promise<ActivationRow | undefined> {
  const rows = await database.query<ActivationRow>({
    name: 'authentication.read_activation',
    text: `SELECT ${columns} FROM authentication.activations
      WHERE bucket = $1 AND activation_id = $2`,
    values: [bucket, activationId],
  });
  return rows[0];
}

/** One proof of an activation is judged at a time. */
export async function lockActivation(
  transaction: Transaction,
  bucket: number,
  activationId: Uint8Array,
): Promise<ActivationRow | undefined> {
  const rows = await transaction.read<ActivationRow>({
    name: 'authentication.lock_activation',
    text: `SELECT ${columns} FROM authentication.activations
      WHERE bucket = $1 AND activation_id = $2 FOR UPDATE`,
    values: [bucket, activationId],
  });
  return rows[0];
}

export function insertActivation(activation: {
  readonly bucket: number;
  readonly activationId: Uint8Array;
  readonly accountId: string;
  readonly shard: number;
  readonly serverKey: Uint8Array;
  readonly secrets: SealedBox;
  readonly terms: CredentialTerms;
  readonly expiresAt: Date;
}): Statement {
  return {
    name: 'authentication.insert_activation',
    text: `INSERT INTO authentication.activations
        (bucket, activation_id, account_id, shard, server_key, sealing_key_id, sealed_secrets, expires_at, kind, cap,
         uses_per_day)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    values: [
      activation.bucket,
      activation.activationId,
      activation.accountId,
      activation.shard,
      activation.serverKey,
      activation.secrets.sealingKeyId,
      activation.secrets.sealed,
      activation.expiresAt,
      ...termsColumns(activation.terms),
    ],
  };
}

/** The condition makes it succeed once, whatever was read before. */
export function consumeActivation(
  bucket: number,
  activationId: Uint8Array,
  consumption: Consumption,
): Statement {
  return {
    name: 'authentication.consume_activation',
    text: `UPDATE authentication.activations
      SET terminal_key = $3, credential_number = $4, server_proof = $5, sealed_reply = $6, consumed_at = $7,
        sealed_secrets = NULL
      WHERE bucket = $1 AND activation_id = $2 AND consumed_at IS NULL AND sealed_secrets IS NOT NULL`,
    values: [
      bucket,
      activationId,
      consumption.terminalKey,
      consumption.credentialNumber.toString(),
      consumption.serverProof,
      consumption.sealedReply,
      consumption.consumedAt,
    ],
  };
}

export function countWrongProof(
  bucket: number,
  activationId: Uint8Array,
  maximumWrongProofs: number,
): Statement {
  return {
    name: 'authentication.count_wrong_proof',
    text: `UPDATE authentication.activations
      SET wrong_proofs = wrong_proofs + 1,
        sealed_secrets = CASE WHEN wrong_proofs + 1 < $3 THEN sealed_secrets END
      WHERE bucket = $1 AND activation_id = $2 AND consumed_at IS NULL`,
    values: [bucket, activationId, maximumWrongProofs],
  };
}

export function insertCredential(credential: {
  readonly bucket: number;
  readonly credentialNumber: bigint;
  readonly accountId: string;
  readonly aliasKeyId: number;
  readonly leaves: SealedBox;
  readonly terms: CredentialTerms;
  readonly activationId: Uint8Array;
  readonly createdAt: Date;
}): Statement {
  return {
    name: 'authentication.insert_credential',
    text: `INSERT INTO authentication.credentials
        (bucket, credential_number, account_id, alias_key_id, sealing_key_id, sealed_leaves, activation_id, created_at,
         kind, cap, uses_per_day)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    values: [
      credential.bucket,
      credential.credentialNumber.toString(),
      credential.accountId,
      credential.aliasKeyId,
      credential.leaves.sealingKeyId,
      credential.leaves.sealed,
      credential.activationId,
      credential.createdAt,
      ...termsColumns(credential.terms),
    ],
  };
}

function termsColumns({ kind, cap, usesPerDay }: CredentialTerms): readonly unknown[] {
  return [kind, cap?.toString() ?? null, usesPerDay];
}

import { bucketOfShard, TallyError, uuidV7, type Clock } from '@tallystick/foundation';
import type { Database, Statement } from '@tallystick/postgres';
import type {
  CredentialListing,
  CredentialStateChange,
  StateOfCredential,
} from '@tallystick/verification-contract';
import {
  credentialListingColumns,
  toCredentialListing,
  type CredentialListingRow,
} from './credential-listing.ts';
import { shardOfCredential } from './credential-number.ts';

/**
 * Locks a credential, unlocks it, or revokes it for ever. Others of the account go on paying. It waits for payments that are
 * being decided with this credential, and every later one finds the new state. Asked again it changes nothing, and leaves
 * no second record.
 *
 * @throws TallyError `credential_unknown`, `credential_revoked`.
 */
export async function changeCredentialState(
  server: { readonly database: Database; readonly clock: Clock; readonly bucketCount: number },
  change: CredentialStateChange,
): Promise<CredentialListing> {
  const shard = shardOfCredential(BigInt(change.credentialNumber));
  const bucket = bucketOfShard(shard, server.bucketCount);
  const row = await server.database.transaction(async (transaction) => {
    const [credential] = await transaction.read<CredentialListingRow>(
      lockStatement(bucket, change.credentialNumber),
    );
    if (credential === undefined) throw new TallyError('credential_unknown');
    if (credential.state === change.state) return credential;
    if (credential.state === 'revoked') throw new TallyError('credential_revoked');
    transaction.write(updateStatement(bucket, change), 1);
    transaction.write(recordStatement(bucket, change, credential.state, server.clock.nowMs()), 1);
    return { ...credential, state: change.state };
  });
  return toCredentialListing(row);
}

function lockStatement(bucket: number, credentialNumber: string): Statement {
  return {
    name: 'authentication.lock_credential',
    text: `SELECT ${credentialListingColumns} FROM authentication.credentials
      WHERE bucket = $1 AND credential_number = $2 FOR UPDATE`,
    values: [bucket, credentialNumber],
  };
}

function updateStatement(bucket: number, { credentialNumber, state }: CredentialStateChange): Statement {
  return {
    name: 'authentication.change_credential_state',
    text: 'UPDATE authentication.credentials SET state = $3 WHERE bucket = $1 AND credential_number = $2',
    values: [bucket, credentialNumber, state],
  };
}

function recordStatement(
  bucket: number,
  { credentialNumber, state, operatorId }: CredentialStateChange,
  before: StateOfCredential,
  nowMs: number,
): Statement {
  return {
    name: 'authentication.record_credential_change',
    text: `INSERT INTO authentication.credential_changes
        (bucket, credential_number, change_id, state_before, state_after, operator_id, changed_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    values: [bucket, credentialNumber, uuidV7(nowMs), before, state, operatorId, new Date(nowMs)],
  };
}

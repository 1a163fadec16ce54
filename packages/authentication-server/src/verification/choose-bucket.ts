import { bucketOfShard, shardCount } from '@tallystick/foundation';
import type { Database } from '@tallystick/postgres';
import { aliasCandidatesOf, type AliasCandidate, type AliasOfCode } from '../aliases/alias-candidates.ts';
import { decideVerdicts } from './decide-verdicts.ts';
import type { VerificationRequest } from '@tallystick/verification-contract';
import type { Verifier } from './create-verifier.ts';
import { changedCredentials, lockBatch, type LockedBatch } from './verify-batch.ts';
import { writeCharges } from './write-verification.ts';

interface ListedKeysRow {
  readonly credential_number: bigint;
  readonly alias_key_id: number;
  readonly old_alias_key_id: number | null;
}

/** What choosing a bucket needs. */
export interface BucketChooser {
  readonly database: Database;
  readonly verifier: Verifier;
  readonly bucketCount: number;
}

/**
 * The buckets of the credentials that a code’s alias may stand for, the likeliest first. An alias that stands for no
 * credential has its bucket too: ten digits always decrypt to some number. Nothing is asked of the database.
 */
export function bucketsOfCode(
  { verifier, bucketCount }: Omit<BucketChooser, 'database'>,
  code: AliasOfCode,
): readonly number[] {
  const buckets = candidatesOf(verifier, code).map((candidate) => bucketOf(candidate, bucketCount));
  return [...new Set(buckets)];
}

/**
 * Chooses among the buckets of a code, near midnight and while an old alias key is in use (DESIGN §3.2). Hardly ever more
 * than one of them has a credential, and reads without a lock find it. Where several do, the code is tried in one after
 * another, each in a transaction of its own, and a miss is charged there. Nothing is burnt: that is for the caller, in
 * the bucket that is answered.
 */
export async function chooseBucket(chooser: BucketChooser, request: VerificationRequest): Promise<number> {
  const buckets = bucketsOfCode(chooser, request);
  const withCredential: number[] = [];
  if (buckets.length > 1)
    for (const bucket of buckets)
      if (await hasCredential(chooser, bucket, request)) withCredential.push(bucket);

  const last = withCredential.pop();
  for (const bucket of withCredential) if (await isOfBucket(chooser, bucket, request)) return bucket;
  return last ?? buckets[0]!;
}

/** Whether a bucket has a credential that the alias may stand for. */
async function hasCredential(
  { database, verifier, bucketCount }: BucketChooser,
  bucket: number,
  request: VerificationRequest,
): Promise<boolean> {
  const candidates = candidatesOf(verifier, request).filter(
    (candidate) => bucketOf(candidate, bucketCount) === bucket,
  );
  const rows = await database.query<ListedKeysRow>({
    name: 'authentication.read_alias_keys_of_credentials',
    text: `SELECT credential_number, alias_key_id, old_alias_key_id FROM authentication.credentials
      WHERE bucket = $1 AND credential_number = ANY($2::bigint[])`,
    values: [bucket, candidates.map(({ credentialNumber }) => String(credentialNumber))],
  });
  return rows.some((row) =>
    candidates.some(
      ({ credentialNumber, aliasKeyId }) =>
        credentialNumber === row.credential_number &&
        [row.alias_key_id, row.old_alias_key_id].includes(aliasKeyId),
    ),
  );
}

/** Whether the code is one of this bucket’s credentials; where it is not, they are charged for the try. */
function isOfBucket(
  { database, verifier }: BucketChooser,
  bucket: number,
  request: VerificationRequest,
): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const locked = await lockBatch(verifier, transaction, bucket, [request]);
    return !chargeMiss(verifier, locked);
  });
}

function candidatesOf(verifier: Verifier, code: AliasOfCode): readonly AliasCandidate[] {
  const { clock, aliasKeys, kinds } = verifier;
  return aliasCandidatesOf([code], clock.nowMs(), aliasKeys, kinds)[0] ?? [];
}

function bucketOf({ credentialNumber }: AliasCandidate, bucketCount: number): number {
  return bucketOfShard(Number(credentialNumber % BigInt(shardCount)), bucketCount);
}

/**
 * Looks whether the codes of a locked batch stand for credentials of its bucket, and burns none. A code that none of them
 * made is charged as every failure is (DESIGN §3.4).
 *
 * @returns whether no code was one of this bucket.
 */
function chargeMiss(
  verifier: Verifier,
  { transaction, bucket, requests, credentials, holds }: LockedBatch,
): boolean {
  const nowMs = verifier.clock.nowMs();
  const { limits, guards, kinds, decoys } = verifier;
  const decision = decideVerdicts({ nowMs, limits, guards, kinds, decoys, requests, credentials, holds });
  const isMiss = decision.verdicts.every(
    (verdict) => verdict.kind === 'declined' && verdict.code === 'code_refused',
  );
  if (isMiss) writeCharges(transaction, bucket, changedCredentials(credentials, decision.credentials));
  return isMiss;
}

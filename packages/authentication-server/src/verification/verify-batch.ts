import { stepOfUnixMs } from '@tallystick/paycode';
import type { Clock } from '@tallystick/foundation';
import type { Transaction } from '@tallystick/postgres';
import { aliasCandidatesOf, type AliasCandidate, type AliasKeys } from '../aliases/alias-candidates.ts';
import type { CredentialThrottleLimits } from '../throttle/credential-throttle.ts';
import { lockCredentials, type CredentialRow } from './credential-rows.ts';
import type { CredentialSecrets, CredentialState, StepHold } from './credential-state.ts';
import { decideVerdicts } from './decide-verdicts.ts';
import type { RaceGuards } from './race-guards.ts';
import type { Verdict, VerificationRequest } from '@tallystick/verification-contract';
import { writeUses } from './write-uses.ts';
import {
  eraseEnrolmentReplies,
  writeBurns,
  writeCharges,
  writeHolds,
  writeVerdicts,
  type VerdictStoring,
} from './write-verification.ts';

/** What verification needs; made once, at start. */
export interface Verifier {
  readonly clock: Clock;
  readonly limits: CredentialThrottleLimits;
  readonly guards: RaceGuards;
  readonly aliasKeys: AliasKeys;
  /** Opens a row’s sealed leaves; keeps the latest opened ones in bounded memory. */
  readonly openSecrets: (
    row: Pick<CredentialRow, 'credential_number' | 'sealing_key_id' | 'sealed_leaves'>,
  ) => CredentialSecrets;
  readonly decoy: CredentialSecrets;
}

/** Requests whose credentials are locked until the caller’s transaction ends. */
export interface LockedBatch {
  readonly transaction: Transaction;
  readonly bucket: number;
  readonly requests: readonly {
    readonly request: VerificationRequest;
    readonly candidates: readonly AliasCandidate[];
  }[];
  readonly credentials: ReadonlyMap<bigint, CredentialState>;
  readonly holds: readonly StepHold[];
}

/**
 * Locks the credentials that the codes of a batch may stand for, in one round trip that the caller may share with reads of
 * its own. What is locked and then not verified is left as it was.
 */
export async function lockBatch(
  verifier: Verifier,
  transaction: Transaction,
  bucket: number,
  requests: readonly VerificationRequest[],
): Promise<LockedBatch> {
  const serverStep = stepOfUnixMs(verifier.clock.nowMs());
  const candidates = aliasCandidatesOf(requests, serverStep, verifier.aliasKeys);
  const numbers = candidates.flat().map((candidate) => candidate.credentialNumber);
  const presses = candidates.flat().filter((candidate) => candidate.day === null);
  const pressNumbers = presses.map((candidate) => candidate.credentialNumber);
  const { guards } = verifier;
  const { rows, holds } = await lockCredentials(
    transaction,
    bucket,
    numbers,
    pressNumbers,
    serverStep,
    guards,
  );
  return {
    transaction,
    bucket,
    requests: requests.map((request, index) => ({ request, candidates: candidates[index] ?? [] })),
    credentials: new Map(rows.map((row) => [row.credential_number, toCredentialState(verifier, row)])),
    holds,
  };
}

/**
 * Verifies codes of a locked batch, so that a code is burnt in the very commit that books its payment. Every write
 * travels with the caller’s commit; the verdicts count only once that has succeeded.
 *
 * @param which indexes of the requests to verify, in the order of arrival.
 * @param storing whether the verdict names its request, for a server that has no payments beside it.
 * @returns one verdict for each of them, in the same order.
 */
export function verifyLocked(
  verifier: Verifier,
  { transaction, bucket, requests, credentials, holds }: LockedBatch,
  which: readonly number[],
  storing: VerdictStoring = { keepsRequestHash: false },
): readonly Verdict[] {
  // Read now: waiting for the locks may have taken a while, and the verdict is about the moment it is made.
  const nowMs = verifier.clock.nowMs();
  const asked = which.map((index) => requests[index]!);
  const { limits, guards, decoy } = verifier;
  const decision = decideVerdicts({ nowMs, limits, guards, decoy, requests: asked, credentials, holds });

  const decidedAt = new Date(nowMs);
  const changes = changedCredentials(credentials, decision.credentials);
  writeBurns(transaction, bucket, changes, guards);
  writeUses(transaction, bucket, changes);
  writeCharges(transaction, bucket, changes);
  eraseEnrolmentReplies(transaction, bucket, changes);
  writeHolds(transaction, bucket, decision.newHolds, decidedAt);
  writeVerdicts(
    transaction,
    bucket,
    asked.map(({ request }) => request),
    decision.verdicts,
    decidedAt,
    storing,
  );
  return decision.verdicts;
}

/** Locks and verifies a whole batch inside the caller’s transaction. */
export async function verifyBatch(
  verifier: Verifier,
  transaction: Transaction,
  bucket: number,
  requests: readonly VerificationRequest[],
): Promise<readonly Verdict[]> {
  const locked = await lockBatch(verifier, transaction, bucket, requests);
  return verifyLocked(verifier, locked, [...requests.keys()]);
}

function toCredentialState(verifier: Verifier, row: CredentialRow): CredentialState {
  return {
    credentialNumber: row.credential_number,
    accountId: row.account_id,
    kind: row.kind,
    state: row.state,
    aliasKeyId: row.alias_key_id,
    oldAliasKeyId: row.old_alias_key_id,
    accepted: { lastAcceptedStep: Number(row.last_accepted_step), acceptedBits: row.accepted_steps },
    recentOffsets: row.recent_offsets,
    throttle: row.throttle,
    cap: row.cap,
    uses: usesOf(row),
    activationId: row.activation_id,
    secrets: verifier.openSecrets(row),
  };
}

function usesOf({ uses_per_day, used_day, used_count }: CredentialRow): CredentialState['uses'] {
  return uses_per_day === null ? null : { perDay: uses_per_day, day: used_day, count: used_count };
}

/** Each locked credential that a decision has changed, as it was and as it is. */
export function changedCredentials(
  before: ReadonlyMap<bigint, CredentialState>,
  after: ReadonlyMap<bigint, CredentialState>,
): readonly { before: CredentialState; after: CredentialState }[] {
  return [...before].flatMap(([number, credential]) => {
    const changed = after.get(number);
    return changed === undefined || changed === credential ? [] : [{ before: credential, after: changed }];
  });
}

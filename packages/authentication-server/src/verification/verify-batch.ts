import type { Transaction } from '@tallystick/postgres';
import { aliasCandidatesOf, type AliasCandidate } from '../aliases/alias-candidates.ts';
import type { CredentialKind } from '../kinds/credential-kind.ts';
import type { Verifier } from './create-verifier.ts';
import { lockCredentials, type CredentialRow } from './credential-rows.ts';
import type { CredentialState, StepHold } from './credential-state.ts';
import { decideVerdicts } from './decide-verdicts.ts';
import type { Verdict, VerificationRequest } from '@tallystick/verification-contract';
import {
  eraseEnrolmentReplies,
  writeBurns,
  writeCharges,
  writeHolds,
  writeUses,
  writeVerdicts,
  type VerdictStoring,
} from './write-verification.ts';

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
  const { guards, kinds, aliasKeys } = verifier;
  const nowMs = verifier.clock.nowMs();
  const candidates = aliasCandidatesOf(requests, nowMs, aliasKeys, kinds);
  const looked = requests.map(({ intent }, index) => ({
    credentialNumbers: candidates[index]!.map(({ credentialNumber }) => credentialNumber),
    lowestHeldStep: lowestHeldStep(kinds.ofIntent(intent), nowMs),
  }));
  const { rows, holds } = await lockCredentials(transaction, bucket, looked, guards);
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
  const { limits, guards, kinds, decoys } = verifier;
  const input = { nowMs, limits, guards, kinds, decoys, credentials, holds };
  const decision = decideVerdicts({ ...input, requests: asked });

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

/** Which kind a candidate has is known only from its row, so that the lowest step of all of its intent counts. */
function lowestHeldStep(kinds: readonly CredentialKind[], nowMs: number): number {
  return Math.min(...kinds.map((kind) => kind.lowestHeldStep(nowMs) ?? 0));
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

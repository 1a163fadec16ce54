import { stepOfUnixMs } from '@tallystick/paycode';
import type { Clock } from '@tallystick/foundation';
import type { Transaction } from '@tallystick/postgres';
import { aliasCandidatesOf, type AliasKeys } from '../aliases/alias-candidates.ts';
import type { CredentialThrottleLimits } from '../throttle/credential-throttle.ts';
import { lockCredentials, type CredentialRow } from './credential-rows.ts';
import type { CredentialSecrets, CredentialState } from './credential-state.ts';
import { decideVerdicts } from './decide-verdicts.ts';
import type { RaceGuards } from './race-guards.ts';
import type { Verdict, VerificationRequest } from './verdict.ts';
import {
  eraseEnrolmentReplies,
  writeBurns,
  writeCharges,
  writeHolds,
  writeVerdicts,
} from './write-verification.ts';

/** What verification needs; made once, at start. */
export interface Verifier {
  readonly clock: Clock;
  readonly limits: CredentialThrottleLimits;
  readonly guards: RaceGuards;
  readonly aliasKeys: AliasKeys;
  /** Opens a row’s sealed leaves; keeps the latest opened ones in bounded memory. */
  readonly openSecrets: (row: CredentialRow) => CredentialSecrets;
  readonly decoy: CredentialSecrets;
}

/**
 * Verifies a batch of codes inside the caller’s transaction, so that a code is burnt in the very commit that books its
 * payment. One round trip locks the credentials; every write travels with the caller’s commit.
 *
 * @returns one verdict for each request, in the same order. They count only once the transaction has committed.
 */
export async function verifyBatch(
  verifier: Verifier,
  transaction: Transaction,
  bucket: number,
  requests: readonly VerificationRequest[],
): Promise<readonly Verdict[]> {
  if (requests.length === 0) return [];
  const aliases = requests.map((request) => request.alias);
  const serverStep = stepOfUnixMs(verifier.clock.nowMs());
  const candidates = aliasCandidatesOf(aliases, serverStep, verifier.aliasKeys);
  const numbers = candidates.flat().map((candidate) => candidate.credentialNumber);
  const { rows, holds } = await lockCredentials(transaction, bucket, numbers, serverStep, verifier.guards);

  // Read again: waiting for the lock may have taken a while, and the verdict is about the moment it is made.
  const nowMs = verifier.clock.nowMs();
  const before = new Map(rows.map((row) => [row.credential_number, toCredentialState(verifier, row)]));
  const decision = decideVerdicts({
    nowMs,
    limits: verifier.limits,
    guards: verifier.guards,
    requests: requests.map((request, index) => ({ request, candidates: candidates[index] ?? [] })),
    credentials: before,
    holds,
    decoy: verifier.decoy,
  });

  const decidedAt = new Date(nowMs);
  const changes = changedCredentials(before, decision.credentials);
  writeBurns(transaction, bucket, changes, verifier.guards);
  writeCharges(transaction, bucket, changes);
  eraseEnrolmentReplies(transaction, bucket, changes);
  writeHolds(transaction, bucket, decision.newHolds, decidedAt);
  writeVerdicts(transaction, bucket, requests, decision.verdicts, decidedAt);
  return decision.verdicts;
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
    activationId: row.activation_id,
    secrets: verifier.openSecrets(row),
  };
}

function changedCredentials(
  before: ReadonlyMap<bigint, CredentialState>,
  after: ReadonlyMap<bigint, CredentialState>,
): readonly { before: CredentialState; after: CredentialState }[] {
  return [...before].flatMap(([number, credential]) => {
    const changed = after.get(number);
    return changed === undefined || changed === credential ? [] : [{ before: credential, after: changed }];
  });
}

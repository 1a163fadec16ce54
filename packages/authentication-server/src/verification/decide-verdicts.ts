import type { AliasCandidate } from '../aliases/alias-candidates.ts';
import { chargeFailure, type CredentialThrottleLimits } from '../throttle/credential-throttle.ts';
import type { CredentialSecrets, CredentialState, StepHold } from './credential-state.ts';
import type { CredentialKind, CredentialKinds } from '../kinds/credential-kind.ts';
import type { RaceGuards } from './race-guards.ts';
import type { Verdict, VerificationRequest } from '@tallystick/verification-contract';
import { holdKey, refused, type Workspace } from './workspace.ts';

/** Everything the core decides from. It reads no clock, no database and no key: the same input gives the same verdicts. */
export interface VerificationInput {
  readonly nowMs: number;
  readonly limits: CredentialThrottleLimits;
  readonly guards: RaceGuards;
  /** In the order of arrival. Each with the credentials that its alias may stand for, the likeliest first. */
  readonly requests: readonly {
    readonly request: VerificationRequest;
    readonly candidates: readonly AliasCandidate[];
  }[];
  readonly credentials: ReadonlyMap<bigint, CredentialState>;
  readonly holds: readonly StepHold[];
  readonly kinds: CredentialKinds;
  /** Secrets of no credential, by the name of a kind: an alias that stands for none costs the same work. */
  readonly decoys: ReadonlyMap<string, CredentialSecrets>;
}

export interface VerificationDecision {
  /** One for each request, in the same order. */
  readonly verdicts: readonly Verdict[];
  /** The final state of every credential that was looked at. */
  readonly credentials: ReadonlyMap<bigint, CredentialState>;
  readonly newHolds: readonly StepHold[];
}

/**
 * Decides a batch of codes, in the order of arrival, as a pure function. Several codes of one credential are decided one
 * after another, so that a step accepted for the first is used for the second.
 */
export function decideVerdicts(input: VerificationInput): VerificationDecision {
  const workspace: Workspace = {
    nowMs: input.nowMs,
    credentials: new Map(input.credentials),
    holds: new Map(input.holds.map((hold) => [holdKey(hold.credentialNumber, hold.step), hold])),
    newHolds: [],
  };
  const verdicts = input.requests.map(({ request, candidates }) =>
    decideOne(input, workspace, request, candidates),
  );
  return { verdicts, credentials: workspace.credentials, newHolds: workspace.newHolds };
}

function decideOne(
  input: VerificationInput,
  workspace: Workspace,
  request: VerificationRequest,
  candidates: readonly AliasCandidate[],
): Verdict {
  let refusal: Verdict | undefined;
  for (const candidate of candidates) {
    const credential = credentialOf(workspace, candidate);
    if (credential === undefined) continue;
    const verdict = decideForCredential(input, workspace, request, credential, candidate.day);
    if (verdict.kind !== 'declined' || verdict.code !== 'code_refused') return verdict;
    refusal ??= verdict;
  }
  if (refusal !== undefined) return refusal;
  spendTheSameWork(input, request);
  return refused('unknown_alias');
}

function credentialOf(workspace: Workspace, candidate: AliasCandidate): CredentialState | undefined {
  const credential = workspace.credentials.get(candidate.credentialNumber);
  if (credential === undefined) return undefined;
  const keyIds = [credential.aliasKeyId, credential.oldAliasKeyId];
  return keyIds.includes(candidate.aliasKeyId) ? credential : undefined;
}

function decideForCredential(
  input: VerificationInput,
  workspace: Workspace,
  request: VerificationRequest,
  credential: CredentialState,
  aliasDay: number | null,
): Verdict {
  const { nowMs, limits, guards } = input;
  const kind = input.kinds.named(credential.kind);
  const unusable = reasonNotToEvaluate(credential, kind, request);
  if (unusable !== undefined || kind === undefined) {
    spendTheSameWork(input, request);
    return refused(unusable ?? 'intent_not_supported');
  }

  // Charged before the check. What proves genuine below keeps the state from before the charge.
  const atStart = input.credentials.get(credential.credentialNumber);
  const throttle = guards.chargeBeforeCheck ? credential.throttle : (atStart?.throttle ?? null);
  const charged = chargeFailure(throttle, request.tillId, nowMs, limits);
  if (charged === undefined) {
    spendTheSameWork(input, request);
    return refused('throttled');
  }

  const decoy = input.decoys.get(kind.name)!;
  const verdict = kind.decide({ workspace, request, credential, aliasDay, decoy });
  if (verdict !== undefined) return verdict;

  workspace.credentials.set(credential.credentialNumber, { ...credential, throttle: charged });
  return refused('wrong_password');
}

function reasonNotToEvaluate(
  credential: CredentialState,
  kind: CredentialKind | undefined,
  request: VerificationRequest,
): 'locked' | 'revoked' | 'intent_not_supported' | undefined {
  if (credential.state !== 'active') return credential.state;
  if (kind?.intents.includes(request.intent) !== true) return 'intent_not_supported';
  return undefined;
}

/** A refusal must not be told apart by the time it takes: it costs the look of a wrong password of its intent. */
function spendTheSameWork({ nowMs, kinds, decoys }: VerificationInput, request: VerificationRequest): void {
  const [kind] = kinds.ofIntent(request.intent);
  kind.spendTheSameWork({ nowMs, request, decoy: decoys.get(kind.name)! });
}

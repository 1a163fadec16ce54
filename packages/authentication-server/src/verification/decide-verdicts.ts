import { aliasDayOfStep, questionOfIntent, stepOfUnixMs, stepSeconds } from '@tallystick/paycode';
import type { AliasCandidate } from '../aliases/alias-candidates.ts';
import { equalBytes } from '../sealing/equal-bytes.ts';
import { chargeFailure, type CredentialThrottleLimits } from '../throttle/credential-throttle.ts';
import { wasAccepted, withAcceptedStep } from './accepted-steps.ts';
import type { CredentialSecrets, CredentialState, StepHold } from './credential-state.ts';
import type { Verdict, VerificationRequest } from './verdict.ts';
import type { RaceGuards } from './race-guards.ts';
import { windowAround, withAcceptedOffset, type Window } from './window.ts';

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
  /** Secrets of nobody: an alias that stands for no credential costs the same work. */
  readonly decoy: CredentialSecrets;
}

export interface VerificationDecision {
  /** One for each request, in the same order. */
  readonly verdicts: readonly Verdict[];
  /** The final state of every credential that was looked at. */
  readonly credentials: ReadonlyMap<bigint, CredentialState>;
  readonly newHolds: readonly StepHold[];
}

/** The open part of one batch: later requests see what earlier ones changed. */
interface Workspace {
  readonly input: VerificationInput;
  readonly credentials: Map<bigint, CredentialState>;
  readonly holds: Map<string, StepHold>;
  readonly newHolds: StepHold[];
}

/**
 * Decides a batch of codes, in the order of arrival, as a pure function. Several codes of one credential are decided one
 * after another, so that a step accepted for the first is used for the second.
 */
export function decideVerdicts(input: VerificationInput): VerificationDecision {
  const workspace: Workspace = {
    input,
    credentials: new Map(input.credentials),
    holds: new Map(input.holds.map((hold) => [holdKey(hold.credentialNumber, hold.step), hold])),
    newHolds: [],
  };
  const verdicts = input.requests.map(({ request, candidates }) => decideOne(workspace, request, candidates));
  return { verdicts, credentials: workspace.credentials, newHolds: workspace.newHolds };
}

/** A code that was found to be the credential’s own, and the step that it was made for. */
interface ProvedCode {
  readonly workspace: Workspace;
  readonly request: VerificationRequest;
  readonly credential: CredentialState;
  readonly window: Window;
  readonly step: number;
  readonly question: string;
}

function decideOne(
  workspace: Workspace,
  request: VerificationRequest,
  candidates: readonly AliasCandidate[],
): Verdict {
  let refusal: Verdict | undefined;
  for (const candidate of candidates) {
    const credential = credentialOf(workspace, candidate);
    if (credential === undefined) continue;
    const verdict = decideForCredential(workspace, request, credential, candidate.day);
    if (verdict.kind !== 'declined' || verdict.code !== 'code_refused') return verdict;
    refusal ??= verdict;
  }
  if (refusal !== undefined) return refusal;
  spendTheSameWork(workspace.input, request);
  return refused('unknown_alias');
}

function credentialOf(workspace: Workspace, candidate: AliasCandidate): CredentialState | undefined {
  const credential = workspace.credentials.get(candidate.credentialNumber);
  if (credential === undefined) return undefined;
  const keyIds = [credential.aliasKeyId, credential.oldAliasKeyId];
  return keyIds.includes(candidate.aliasKeyId) ? credential : undefined;
}

function decideForCredential(
  workspace: Workspace,
  request: VerificationRequest,
  credential: CredentialState,
  aliasDay: number,
): Verdict {
  const { nowMs, limits, guards } = workspace.input;
  const unusable = reasonNotToEvaluate(credential, request);
  if (unusable !== undefined) {
    spendTheSameWork(workspace.input, request);
    return refused(unusable);
  }

  // Charged before the check. What proves genuine below keeps the state from before the charge.
  const atStart = workspace.input.credentials.get(credential.credentialNumber);
  const throttle = guards.chargeBeforeCheck ? credential.throttle : (atStart?.throttle ?? null);
  const charged = chargeFailure(throttle, request.tillId, nowMs, limits);
  if (charged === undefined) {
    spendTheSameWork(workspace.input, request);
    return refused('throttled');
  }

  const question = questionOfIntent(request.intent);
  const window = windowAround(stepOfUnixMs(nowMs), credential.recentOffsets);
  const open = window.steps.filter((step) => step > credential.accepted.lastAcceptedStep);
  const ofAliasDay = (step: number): boolean => aliasDayOfStep(step) === aliasDay;

  const step = credential.secrets.matchingStep(question, request.password, open.filter(ofAliasDay));
  if (step !== undefined)
    return acceptOrRefuseHeld({ workspace, request, credential, window, step, question });

  const past = window.steps.filter((inWindow) => inWindow <= credential.accepted.lastAcceptedStep);
  const look = [...past, ...window.lookSteps].filter(ofAliasDay);
  const distantStep = credential.secrets.matchingStep(question, request.password, look);
  if (distantStep !== undefined) {
    return decideDistantStep({ workspace, request, credential, window, step: distantStep, question });
  }

  workspace.credentials.set(credential.credentialNumber, { ...credential, throttle: charged });
  return refused('wrong_password');
}

function reasonNotToEvaluate(
  credential: CredentialState,
  request: VerificationRequest,
): 'locked' | 'revoked' | 'intent_not_supported' | undefined {
  if (credential.state !== 'active') return credential.state;
  if (credential.kind !== 'time' || request.intent !== 0) return 'intent_not_supported';
  return undefined;
}

function acceptOrRefuseHeld({ workspace, request, credential, window, step, question }: ProvedCode): Verdict {
  const hold = workspace.holds.get(holdKey(credential.credentialNumber, step));
  if (hold !== undefined && !isHeldFor(hold, request)) return declinedAsUsed('held_by_another_payment');

  workspace.credentials.set(credential.credentialNumber, {
    ...credential,
    accepted: withAcceptedStep(credential.accepted, step),
    recentOffsets: withAcceptedOffset(credential.recentOffsets, step, window.serverStep),
    activationId: null,
  });
  return { kind: 'genuine', reason: 'genuine', burnt: burntBy(credential, request, step, question) };
}

/** A genuine code outside the window: behind it, a little ahead of it, or far ahead. */
function decideDistantStep({ workspace, request, credential, window, step, question }: ProvedCode): Verdict {
  const hold = workspace.holds.get(holdKey(credential.credentialNumber, step));
  const ownHold = hold !== undefined && isHeldFor(hold, request);
  const isBehind = step <= window.highestStep || step <= credential.accepted.lastAcceptedStep;

  if (hold !== undefined && !ownHold) return declinedAsUsed('held_by_another_payment');
  if (isBehind) {
    if (wasAccepted(credential.accepted, step)) return declinedAsUsed('used');
    return { kind: 'declined', reason: 'expired', code: 'code_expired', burnt: null };
  }

  if (step <= window.highestHeldStep) {
    if (!ownHold) addHold(workspace, request, credential, step, 'held');
    return {
      kind: 'pending',
      reason: 'early_held',
      code: 'code_early',
      pollAfterMs: pollAfterMs(workspace, window, step),
    };
  }
  if (!ownHold) addHold(workspace, request, credential, step, 'burnt');
  const burnt = burntBy(credential, request, step, question);
  return { kind: 'declined', reason: 'early_burnt', code: 'code_early', burnt };
}

function isHeldFor(hold: StepHold, request: VerificationRequest): boolean {
  return (
    hold.state === 'held' &&
    hold.merchantId === request.claim.merchantId &&
    hold.paymentId === request.claim.paymentId &&
    equalBytes(hold.requestHash, request.requestHash)
  );
}

function addHold(
  workspace: Workspace,
  request: VerificationRequest,
  credential: CredentialState,
  step: number,
  state: StepHold['state'],
): void {
  const { claim, requestHash } = request;
  const hold = { credentialNumber: credential.credentialNumber, step, state, ...claim, requestHash };
  workspace.holds.set(holdKey(hold.credentialNumber, step), hold);
  workspace.newHolds.push(hold);
}

/** The time until the step comes into the window. */
function pollAfterMs(workspace: Workspace, window: Window, step: number): number {
  const stepMs = stepSeconds * 1000;
  const intoStepMs = workspace.input.nowMs % stepMs;
  return (step - window.highestStep) * stepMs - intoStepMs;
}

function burntBy(credential: CredentialState, request: VerificationRequest, step: number, question: string) {
  return {
    credentialNumber: credential.credentialNumber,
    accountId: credential.accountId,
    step,
    question,
    confirmationKey: credential.secrets.confirmationKey(step, request.intent, question),
  };
}

/** A refusal must not be told apart by the time it takes: it costs the look of a wrong password. */
function spendTheSameWork(input: VerificationInput, request: VerificationRequest): void {
  const window = windowAround(stepOfUnixMs(input.nowMs), []);
  const question = questionOfIntent(0);
  input.decoy.matchingStep(question, request.password, window.steps);
  input.decoy.matchingStep(question, request.password, window.lookSteps);
}

function refused(reason: Extract<Verdict, { kind: 'declined' }>['reason']): Verdict {
  return { kind: 'declined', reason, code: 'code_refused', burnt: null };
}

function declinedAsUsed(reason: 'used' | 'held_by_another_payment'): Verdict {
  return { kind: 'declined', reason, code: 'code_used', burnt: null };
}

function holdKey(credentialNumber: bigint, step: number): string {
  return `${credentialNumber}/${step}`;
}

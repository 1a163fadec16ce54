import { aliasDayOfStep, questionOfIntent, stepOfUnixMs, stepSeconds } from '@tallystick/paycode';
import { acceptCode } from '../verification/accept-code.ts';
import { wasAccepted } from '../verification/accepted-steps.ts';
import type { CredentialState } from '../verification/credential-state.ts';
import type { VerificationInput } from '../verification/decide-verdicts.ts';
import type { Verdict, VerificationRequest } from '@tallystick/verification-contract';
import { windowAround, withAcceptedOffset, type Window } from '../verification/window.ts';
import {
  addHold,
  burntBy,
  declinedAsExpired,
  declinedAsUsed,
  holdOf,
  isHeldFor,
  type ProvedCode,
  type Workspace,
} from '../verification/workspace.ts';

interface ProvedStepCode extends ProvedCode {
  readonly window: Window;
}

/**
 * Decides the code of a device with a clock (kind `time`). Undefined where the code is not the credential’s.
 *
 * @param aliasDay the alias counts only for a step of this UTC day.
 */
export function decideStepCode(
  workspace: Workspace,
  request: VerificationRequest,
  credential: CredentialState,
  aliasDay: number | null,
): Verdict | undefined {
  const question = questionOfIntent(request.intent);
  const window = windowAround(stepOfUnixMs(workspace.input.nowMs), credential.recentOffsets);
  const open = window.steps.filter((step) => step > credential.accepted.lastAcceptedStep);
  const ofAliasDay = (step: number): boolean => aliasDayOfStep(step) === aliasDay;

  const step = credential.secrets.matchingStep(question, request.password, open.filter(ofAliasDay));
  if (step !== undefined)
    return acceptOrRefuseHeld({ workspace, request, credential, window, step, question });

  const past = window.steps.filter((inWindow) => inWindow <= credential.accepted.lastAcceptedStep);
  const look = [...past, ...window.lookSteps].filter(ofAliasDay);
  const distantStep = credential.secrets.matchingStep(question, request.password, look);
  if (distantStep === undefined) return undefined;
  return decideDistantStep({ workspace, request, credential, window, step: distantStep, question });
}

/** The work of a code that fits nothing. */
export function spendStepWork(input: VerificationInput, request: VerificationRequest): void {
  const window = windowAround(stepOfUnixMs(input.nowMs), []);
  const question = questionOfIntent(0);
  input.decoy.matchingStep(question, request.password, window.steps);
  input.decoy.matchingStep(question, request.password, window.lookSteps);
}

function acceptOrRefuseHeld(code: ProvedStepCode): Verdict {
  const hold = holdOf(code);
  if (hold !== undefined && !isHeldFor(hold, code.request)) return declinedAsUsed('held_by_another_payment');
  const { credential, window, step } = code;
  const recentOffsets = withAcceptedOffset(credential.recentOffsets, step, window.serverStep);
  return acceptCode(code, { recentOffsets });
}

/** A genuine code outside the window: behind it, a little ahead of it, or far ahead. */
function decideDistantStep(code: ProvedStepCode): Verdict {
  const { request, credential, window, step } = code;
  const hold = holdOf(code);
  const ownHold = hold !== undefined && isHeldFor(hold, request);
  const isBehind = step <= window.highestStep || step <= credential.accepted.lastAcceptedStep;

  if (hold !== undefined && !ownHold) return declinedAsUsed('held_by_another_payment');
  if (isBehind) return wasAccepted(credential.accepted, step) ? declinedAsUsed('used') : declinedAsExpired;

  if (step <= window.highestHeldStep) {
    if (!ownHold) addHold(code, 'held');
    return { kind: 'pending', reason: 'early_held', code: 'code_early', pollAfterMs: pollAfterMs(code) };
  }
  if (!ownHold) addHold(code, 'burnt');
  return { kind: 'declined', reason: 'early_burnt', code: 'code_early', burnt: burntBy(code) };
}

/** The time until the step comes into the window. */
function pollAfterMs({ workspace, window, step }: ProvedStepCode): number {
  const stepMs = stepSeconds * 1000;
  const intoStepMs = workspace.input.nowMs % stepMs;
  return (step - window.highestStep) * stepMs - intoStepMs;
}

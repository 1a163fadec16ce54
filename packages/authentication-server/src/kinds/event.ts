import { questionOfIntent } from '@tallystick/paycode';
import { acceptCode } from '../verification/accept-code.ts';
import { wasAccepted } from '../verification/accepted-steps.ts';
import type { CredentialState } from '../verification/credential-state.ts';
import type { VerificationInput } from '../verification/decide-verdicts.ts';
import { pressesAccepted, pressesLookedAt, pressWindowAfter } from '../verification/press-window.ts';
import type { Verdict, VerificationRequest } from '@tallystick/verification-contract';
import {
  addHold,
  burntBy,
  declinedAsExpired,
  declinedAsUsed,
  holdOf,
  type ProvedCode,
  type Workspace,
} from '../verification/workspace.ts';

/**
 * Decides the code of a device without a clock (kind `event`, intent 4). Undefined where the code is not the credential’s.
 *
 * A press above the last accepted one by 1 to 20 is accepted; every press skipped over is spent. Farther ahead, up to 200, a
 * code is not accepted by itself: it is burnt and answered `press_resync`, and the press right after it then is accepted
 * (RFC 4226 section 7.4; docs/adr/0007).
 */
export function decidePressCode(
  workspace: Workspace,
  request: VerificationRequest,
  credential: CredentialState,
): Verdict | undefined {
  const { lastAcceptedStep } = credential.accepted;
  const { presses, lookPresses, highestPress, lastPress } = pressWindowAfter(lastAcceptedStep);
  const question = questionOfIntent(request.intent);
  const { password } = request;

  const next = credential.secrets.matchingPress(question, password, presses);
  if (next !== undefined) return acceptUnlessBurnt({ workspace, request, credential, step: next, question });

  const step = credential.secrets.matchingPress(question, password, lookPresses);
  // A young credential has fewer presses behind it; that must not show.
  spendOnDecoy(workspace.input, request, pressesLookedAt - lookPresses.length);
  if (step === undefined) return undefined;
  const code = { workspace, request, credential, step, question };
  return step > highestPress ? resynchronise(code, lastPress) : declineSpent(code);
}

/** The work of a code that fits nothing. */
export function spendPressWork(input: VerificationInput, request: VerificationRequest): void {
  spendOnDecoy(input, request, pressesAccepted);
  spendOnDecoy(input, request, pressesLookedAt);
}

function spendOnDecoy(input: VerificationInput, { password }: VerificationRequest, count: number): void {
  if (count > 0) input.decoy.matchingPress(questionOfIntent(4), password, decoyPresses.slice(0, count));
}

const decoyPresses: readonly number[] = Array.from({ length: pressesLookedAt }, (_, press) => press);

/** A press that a resynchronisation has burnt may since have come into the window. */
function acceptUnlessBurnt(code: ProvedCode): Verdict {
  return holdOf(code) === undefined ? acceptCode(code) : declinedAsUsed('held_by_another_payment');
}

function declineSpent(code: ProvedCode): Verdict {
  if (holdOf(code) !== undefined) return declinedAsUsed('held_by_another_payment');
  return wasAccepted(code.credential.accepted, code.step) ? declinedAsUsed('used') : declinedAsExpired;
}

/** The first of two consecutive codes leaves a (credential, press) row behind; the second finds it. */
function resynchronise(code: ProvedCode, lastPress: number): Verdict | undefined {
  if (holdOf(code) !== undefined) return declinedAsUsed('held_by_another_payment');
  if (holdOf({ ...code, step: code.step - 1 }) !== undefined) return acceptCode(code);
  if (code.step === lastPress) return undefined;
  addHold(code, 'burnt');
  return { kind: 'declined', reason: 'press_resync', code: 'press_resync', burnt: burntBy(code) };
}

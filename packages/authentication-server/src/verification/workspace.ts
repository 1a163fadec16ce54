import { equalBytes } from '@tallystick/otp';
import type { CredentialState, StepHold } from './credential-state.ts';
import type { Burnt, Verdict, VerificationRequest } from '@tallystick/verification-contract';

/** The open part of one batch: later requests see what earlier ones changed. */
export interface Workspace {
  readonly nowMs: number;
  readonly credentials: Map<bigint, CredentialState>;
  readonly holds: Map<string, StepHold>;
  readonly newHolds: StepHold[];
}

/** A code that was found to be the credential’s own, and the step or press number that it was made for. */
export interface ProvedCode {
  readonly workspace: Workspace;
  readonly request: VerificationRequest;
  readonly credential: CredentialState;
  readonly step: number;
  readonly question: string;
}

export function holdKey(credentialNumber: bigint, step: number): string {
  return `${credentialNumber}/${step}`;
}

/** The (credential, step) row of a code, where there is one. */
export function holdOf({ workspace, credential, step }: Omit<ProvedCode, 'request' | 'question'>) {
  return workspace.holds.get(holdKey(credential.credentialNumber, step));
}

/** True where the row holds the code for this very request; a burnt code is held for nobody. */
export function isHeldFor(hold: StepHold, request: VerificationRequest): boolean {
  return (
    hold.state === 'held' &&
    hold.merchantId === request.claim.merchantId &&
    hold.paymentId === request.claim.paymentId &&
    equalBytes(hold.requestHash, request.requestHash)
  );
}

export function addHold(
  { workspace, request, credential, step }: ProvedCode,
  state: StepHold['state'],
): void {
  const { claim, requestHash } = request;
  const hold = { credentialNumber: credential.credentialNumber, step, state, ...claim, requestHash };
  workspace.holds.set(holdKey(hold.credentialNumber, step), hold);
  workspace.newHolds.push(hold);
}

export function burntBy({ request, credential, step, question }: ProvedCode): Burnt {
  return {
    credentialNumber: credential.credentialNumber,
    accountId: credential.accountId,
    step,
    question,
    cap: credential.cap,
    confirmationKey: credential.secrets.confirmationKey(step, request.intent, question),
  };
}

export function refused(reason: Extract<Verdict, { kind: 'declined' }>['reason']): Verdict {
  return { kind: 'declined', reason, code: 'code_refused', burnt: null };
}

export function declinedAsUsed(reason: 'used' | 'held_by_another_payment'): Verdict {
  return { kind: 'declined', reason, code: 'code_used', burnt: null };
}

export const declinedAsExpired: Verdict = {
  kind: 'declined',
  reason: 'expired',
  code: 'code_expired',
  burnt: null,
};

import { withAcceptedStep } from './accepted-steps.ts';
import type { CredentialState } from './credential-state.ts';
import { countUse } from './daily-uses.ts';
import type { Verdict } from '@tallystick/verification-contract';
import { burntBy, type ProvedCode } from './workspace.ts';

/**
 * Accepts a code: its step is burnt, and the sealed enrolment reply is no longer needed. A credential whose uses of the day
 * are spent is declined; the code is burnt all the same, as any genuine one.
 *
 * @param taught what else the code has taught about the credential.
 */
export function acceptCode(code: ProvedCode, taught: Partial<CredentialState> = {}): Verdict {
  const { workspace, credential, step } = code;
  const uses = credential.uses === null ? null : countUse(credential.uses, workspace.nowMs);
  workspace.credentials.set(credential.credentialNumber, {
    ...credential,
    ...taught,
    accepted: withAcceptedStep(credential.accepted, step),
    uses: uses ?? credential.uses,
    activationId: null,
  });
  const burnt = burntBy(code);
  if (uses === undefined)
    return { kind: 'declined', reason: 'daily_limit', code: 'daily_limit_reached', burnt };
  return { kind: 'genuine', reason: 'genuine', burnt };
}

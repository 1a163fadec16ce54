import type { CredentialThrottleState } from '../throttle/credential-throttle.ts';
import type { AcceptedSteps } from './accepted-steps.ts';
import type { DailyUses } from './daily-uses.ts';

/** A credential as the verification core sees it: the locked row, its leaves opened. */
export interface CredentialState {
  readonly credentialNumber: bigint;
  readonly accountId: string;
  /** The name of its kind. */
  readonly kind: string;
  readonly state: 'active' | 'locked' | 'revoked';
  readonly aliasKeyId: number;
  readonly oldAliasKeyId: number | null;
  readonly accepted: AcceptedSteps;
  readonly recentOffsets: readonly number[];
  readonly throttle: CredentialThrottleState | null;
  /** The most that one of its codes may be used for, in minor units of its account’s currency; null without a cap. */
  readonly cap: bigint | null;
  /** Null where nothing limits its uses of a day. */
  readonly uses: DailyUses | null;
  /** The activation whose sealed reply goes with the first good code; null once that has come. */
  readonly activationId: Uint8Array | null;
  readonly secrets: CredentialSecrets;
}

/** The highest of the given steps whose password is the offered one, or undefined; all are computed: `highestMatch`. */
export type PasswordMatcher = (
  question: string,
  password: string,
  steps: readonly number[],
) => number | undefined;

/** What the core asks of the opened leaves. Implementations do the same work for every answer. */
export interface CredentialSecrets {
  readonly matching: PasswordMatcher;
  /** HMAC(confirmation leaf, confirmation key message). */
  confirmationKey(step: number, intent: number, question: string): Uint8Array;
}

/** A (credential, step) row: the code of this step or press belongs to one payment, or is burnt ahead of the accepted. */
export interface StepHold {
  readonly credentialNumber: bigint;
  readonly step: number;
  readonly state: 'held' | 'burnt';
  readonly merchantId: string;
  readonly paymentId: string;
  readonly requestHash: Uint8Array;
}

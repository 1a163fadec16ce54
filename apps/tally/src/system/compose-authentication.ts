import {
  checkSealingKeys,
  createVerifier,
  forgetOldEnrolments,
  forgetOldStepHolds,
  defaultAccountLimits,
  credentialKinds,
  registerKinds,
  type CredentialKind,
  loadAliasKeys,
  loadOperatorPublicKey,
  type AccountLimits,
  type CredentialThrottleLimits,
  type EnrolmentAlarm,
  type EnrolmentServer,
  type KeyRing,
  type RaceGuards,
  type Verifier,
} from '@tallystick/authentication-server';
import type { CredentialLimits } from '@tallystick/verification-contract';
import type { Clock } from '@tallystick/foundation';
import type { Database } from '@tallystick/postgres';
import type { Chore } from './housekeeping.ts';

export interface AuthenticationOptions {
  /** Migrated. The caller closes it, after the system. */
  readonly database: Database;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly issuerPrefix: string;
  readonly onAlarm?: (alarm: EnrolmentAlarm) => void;
  readonly limits?: CredentialThrottleLimits;
  /** The kinds of credentials, the one that is issued by default first; those of this version where it is left out. */
  readonly kinds?: readonly [CredentialKind, ...CredentialKind[]];
  /** What devices without a clock may be used for, where their activation says nothing else. */
  readonly eventLimits?: Partial<CredentialLimits>;
  readonly accountLimits?: AccountLimits;
  /** For tests only: see race-guards.ts of the authentication server. */
  readonly guards?: RaceGuards;
}

/** What an authentication server is made of, in whichever process. */
export interface AuthenticationParts {
  readonly enrolment: EnrolmentServer;
  readonly verifier: Verifier;
}

/** How long a terminal may stay away from any network. */
const aliasDayCount = 400;

/**
 * Opens credentials and their keys.
 *
 * @throws TallyError `key_file_wrong` where the key ring is not that of this database; nothing is changed then.
 */
export async function composeAuthentication(
  options: AuthenticationOptions,
  bucketCount: number,
): Promise<AuthenticationParts> {
  const { database, keyRing, clock, issuerPrefix } = options;
  const kinds = registerKinds(options.kinds ?? credentialKinds(options.eventLimits));
  await checkSealingKeys(database, keyRing);
  const aliasKeys = await loadAliasKeys(database, keyRing);
  const operatorPublicKey = await loadOperatorPublicKey(database, keyRing);
  return {
    enrolment: {
      database,
      keyRing,
      aliasKeys,
      clock,
      bucketCount,
      issuerPrefix,
      operatorPublicKey,
      aliasDayCount,
      kinds,
      accountLimits: options.accountLimits ?? defaultAccountLimits,
      onAlarm: options.onAlarm ?? (() => undefined),
    },
    verifier: createVerifier({ ...options, aliasKeys, kinds }),
  };
}

/** What an authentication server keeps for a time: secrets of activations, sealed replies, held steps. */
export function choresOfAuthentication(enrolment: EnrolmentServer): readonly Chore[] {
  return [() => forgetOldEnrolments(enrolment), () => forgetOldStepHolds(enrolment)];
}

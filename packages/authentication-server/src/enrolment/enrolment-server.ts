import type { Clock } from '@tallystick/foundation';
import type { Database } from '@tallystick/postgres';
import type { AliasKeys } from '../aliases/alias-candidates.ts';
import type { CredentialKinds } from '../kinds/credential-kind.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import type { AccountLimits } from './account-limits.ts';

/** What enrolment needs; made once, at start. */
export interface EnrolmentServer {
  readonly database: Database;
  readonly keyRing: KeyRing;
  readonly aliasKeys: AliasKeys;
  readonly clock: Clock;
  /** A power of two up to 64, fixed when the database is made. */
  readonly bucketCount: number;
  /** Two digits that start every paycode of this operator. */
  readonly issuerPrefix: string;
  /** Ed25519, 32 bytes. */
  readonly operatorPublicKey: Uint8Array;
  /** For how many days a terminal gets aliases: how long it may stay away. DESIGN §3.2 says 400. */
  readonly aliasDayCount: number;
  readonly kinds: CredentialKinds;
  readonly accountLimits: AccountLimits;
  /** Tells the operator. It holds no secret and must not throw. */
  readonly onAlarm: (alarm: EnrolmentAlarm) => void;
}

/** Something that the owner of the account should be asked about. */
export interface EnrolmentAlarm {
  readonly kind: 'other_terminal_used_activation' | 'activation_guessed_at';
  readonly accountId: string;
  /** 32 hex digits. */
  readonly activationId: string;
}

/** DESIGN §3.5: a sealed reply is kept at most 7 days. */
export const replyLifetimeMs = 7 * 24 * 60 * 60_000;

/** The tenth wrong proof ends an activation. */
export const maximumWrongProofs = 10;

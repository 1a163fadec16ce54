import { futureFrom, isFromTheFuture, type Clock } from '@tallystick/foundation';
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

/** DESIGN §3.5: an activation code lives 15 minutes. */
export const activationLifetimeMs = 15 * 60_000;

/**
 * Whether an activation is over. One that was made while the clock was ahead is as well: its code would be good for as
 * much longer as the clock was wrong.
 */
export function isActivationOver(expiresAt: Date, nowMs: number): boolean {
  const expiresAtMs = expiresAt.getTime();
  return nowMs >= expiresAtMs || isFromTheFuture(expiresAtMs - activationLifetimeMs, nowMs);
}

/** The longest that an activation of this moment may be good for, with what `isActivationOver` forgives. */
export function latestExpiry(nowMs: number): Date {
  return new Date(futureFrom(nowMs).getTime() + activationLifetimeMs);
}

/** DESIGN §3.5: a sealed reply is kept at most 7 days. */
export const replyLifetimeMs = 7 * 24 * 60 * 60_000;

/** The tenth wrong proof ends an activation. */
export const maximumWrongProofs = 10;

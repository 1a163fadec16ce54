import type {
  CredentialLimits,
  KindOfCredential,
  Verdict,
  VerificationRequest,
} from '@tallystick/verification-contract';
import type { Ff1Key } from '../aliases/ff1.ts';
import type {
  CredentialSecrets,
  CredentialState,
  PasswordMatcher,
} from '../verification/credential-state.ts';
import type { Workspace } from '../verification/workspace.ts';

/**
 * Everything that differs by the kind of a credential. A kind is one file beside this one, an entry in
 * `credential-kinds.ts`, and a migration that lets the CHECKs on `kind` have it. Why: docs/adr/0019.
 */
export interface CredentialKind extends KindOfCredential {
  /** The intents that its codes have. Kinds may share an intent; the row of the credential then decides. */
  readonly intents: readonly number[];
  /** The limits of a credential whose activation asks for none; null where it may be unlimited. */
  readonly limits: CredentialLimits | null;

  /**
   * The UTC days whose tweaks its aliases are looked for under, the likeliest first; null stands for the tweak `no-clock`,
   * whose aliases never change (DESIGN §3.2).
   */
  aliasDays(nowMs: number): readonly (number | null)[];

  /**
   * The lowest step whose (credential, step) row can still matter at `nowMs`, so that lower ones are neither read nor kept;
   * null where steps do not pass with time and a row matters until its step is spent.
   */
  lowestHeldStep(nowMs: number): number | null;

  /**
   * Makes of the password leaf, 32 bytes, what finds the step of a code. It keeps nothing of the leaf itself, which is wiped
   * afterwards.
   */
  prepare(passwordLeaf: Uint8Array): PasswordMatcher;

  /**
   * Decides a code of a credential of this kind: accepts it (`acceptCode`), declines it, or holds it. Undefined where the
   * code is not the credential’s own, which is then charged as a failure. Both cost the same number of passwords.
   */
  decide(code: CodeToDecide): Verdict | undefined;

  /**
   * Does the work of `decide` for a code that fits nothing, so that the time that a refusal takes shows nothing.
   * Kinds that share an intent do the same work: for an alias of no credential the first of them does it.
   */
  spendTheSameWork(decoy: DecoyWork): void;

  /** What its terminal gets at enrolment beside what every terminal gets, as JSON. */
  contentForTerminal(credential: NewCredential): object;
}

/** A code whose credential is usable, and the charge for it paid. */
export interface CodeToDecide {
  readonly workspace: Workspace;
  readonly request: VerificationRequest;
  readonly credential: CredentialState;
  /** The day of the tweak that led from the alias to the credential; null for `no-clock`. */
  readonly aliasDay: number | null;
  /** Secrets of no credential, for work that must not show. */
  readonly decoy: CredentialSecrets;
}

export interface DecoyWork {
  readonly nowMs: number;
  readonly request: VerificationRequest;
  readonly decoy: CredentialSecrets;
}

/** A credential that is being enrolled. */
export interface NewCredential {
  /** The present alias key. */
  readonly ff1: Ff1Key;
  readonly credentialNumber: bigint;
  readonly nowMs: number;
  /** For how many days a terminal gets aliases in advance. */
  readonly aliasDayCount: number;
}

/** The kinds of one server. */
export interface CredentialKinds {
  /** In their order; the first is issued where an activation asks for none. */
  readonly all: readonly [CredentialKind, ...CredentialKind[]];
  /** Undefined where this server does not know the name. */
  named(name: string): CredentialKind | undefined;
  /** The kinds of an intent, one or more. An intent of no kind is looked at as one of the first kind, and then refused. */
  ofIntent(intent: number): readonly [CredentialKind, ...CredentialKind[]];
}

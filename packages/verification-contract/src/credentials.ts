/** Kinds of credentials that can be enrolled: by a device with a clock, and by one without. */
export type EnrollableKind = 'time' | 'event';

/** What one credential may be used for. */
export interface CredentialLimits {
  /** The most that one code may be used for, in minor units of the account’s currency. */
  readonly cap: bigint;
  /** Codes that are taken in one UTC day. */
  readonly usesPerDay: number;
}

/** What an activation makes of a terminal. */
export interface CredentialTerms {
  readonly kind: EnrollableKind;
  /** Null without a cap. */
  readonly cap: bigint | null;
  /** Null without a limit. */
  readonly usesPerDay: number | null;
}

/**
 * The limits of devices without a clock, where the operator sets no others: docs/adr/0007. Twenty-five euros, and five times
 * that in a day.
 */
export const defaultEventLimits: CredentialLimits = { cap: 2500n, usesPerDay: 5 };

/** Above it a count protects nobody. */
export const mostUsesPerDay = 1000;

/** The terms of what was asked for: a device without a clock always has limits, one with a clock those it was given. */
export function termsOf(asked: Partial<CredentialTerms>, eventLimits: CredentialLimits): CredentialTerms {
  const kind = asked.kind ?? 'time';
  const limits = kind === 'event' ? eventLimits : { cap: null, usesPerDay: null };
  return { kind, cap: asked.cap ?? limits.cap, usesPerDay: asked.usesPerDay ?? limits.usesPerDay };
}

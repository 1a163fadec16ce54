import type { CredentialLimits, CredentialTerms } from '@tallystick/verification-contract';

/**
 * The limits of devices without a clock, where the operator sets no others: docs/adr/0007. Twenty-five euros, and five times
 * that in a day.
 */
export const defaultEventLimits: CredentialLimits = { cap: 2500n, usesPerDay: 5 };

/** The terms of what was asked for: a device without a clock always has limits, one with a clock those it was given. */
export function termsOf(asked: Partial<CredentialTerms>, eventLimits: CredentialLimits): CredentialTerms {
  const kind = asked.kind ?? 'time';
  const limits = kind === 'event' ? eventLimits : { cap: null, usesPerDay: null };
  return { kind, cap: asked.cap ?? limits.cap, usesPerDay: asked.usesPerDay ?? limits.usesPerDay };
}

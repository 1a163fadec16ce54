import { futureFrom, isFromTheFuture } from '@tallystick/foundation';

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

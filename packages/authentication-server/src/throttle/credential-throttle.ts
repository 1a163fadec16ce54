import { isFromTheFuture } from '@tallystick/foundation';

/**
 * The credential axis of the throttle (DESIGN §3.4). A failure is a code that is not genuine. Every code is charged
 * before it is checked and the charge is given back when the code proves genuine, so that parallel guesses can’t all be
 * evaluated before the first is counted.
 */
export interface CredentialThrottleLimits {
  /** Failures allowed at once. */
  readonly burst: number;
  /** One more failure is allowed after each of these periods. */
  readonly refillMs: number;
  /** Failures allowed in one UTC day. */
  readonly perDay: number;
  /** The last of them, kept for tills that had no failure on this credential today. */
  readonly reservedPerDay: number;
  /** Failures allowed at once from one till. */
  readonly tillBurst: number;
  readonly tillRefillMs: number;
}

export const defaultCredentialThrottleLimits: CredentialThrottleLimits = {
  burst: 5,
  refillMs: 60_000,
  perDay: 20,
  reservedPerDay: 5,
  tillBurst: 5,
  tillRefillMs: 3_600_000,
};

/** What is kept with a credential; null stands for a credential without failures. */
export interface CredentialThrottleState {
  /** UTC day that `failuresToday` counts. */
  readonly day: number;
  readonly failuresToday: number;
  /** Unix milliseconds of the last charge; missing in rows of earlier versions. */
  readonly chargedAtMs?: number;
  /** Unix milliseconds at which the whole burst is available again. */
  readonly fullAtMs: number;
  /** The same for each till that failed lately. At most `perDay` tills can fail in a day, so this stays small. */
  readonly tills: Readonly<Record<string, TillFailures>>;
}

interface TillFailures {
  readonly lastFailureDay: number;
  readonly fullAtMs: number;
}

const dayMs = 86_400_000;

/**
 * Charges one failure. Returns the state after the charge, or undefined when the allowance is spent: the code must then
 * not be evaluated, and nothing is charged. Giving a charge back is keeping the state from before it.
 */
export function chargeFailure(
  stored: CredentialThrottleState | null,
  tillId: string,
  nowMs: number,
  limits: CredentialThrottleLimits,
): CredentialThrottleState | undefined {
  const state = stored !== null && wasChargedAhead(stored, nowMs, limits) ? null : stored;
  const day = Math.floor(nowMs / dayMs);
  const failuresToday = state?.day === day ? state.failuresToday : 0;
  const till = state?.tills[tillId];
  const tillFailedToday = till?.lastFailureDay === day;

  if (failuresToday >= limits.perDay) return undefined;
  if (tillFailedToday && failuresToday >= limits.perDay - limits.reservedPerDay) return undefined;
  const fullAtMs = spend(state?.fullAtMs ?? 0, nowMs, limits.burst, limits.refillMs);
  if (fullAtMs === undefined) return undefined;
  const tillFullAtMs = spend(till?.fullAtMs ?? 0, nowMs, limits.tillBurst, limits.tillRefillMs);
  if (tillFullAtMs === undefined) return undefined;

  const tills = {
    ...recentTills(state, day, nowMs),
    [tillId]: { lastFailureDay: day, fullAtMs: tillFullAtMs },
  };
  return { day, failuresToday: failuresToday + 1, chargedAtMs: nowMs, fullAtMs, tills };
}

/**
 * Whether the state was written while the clock was ahead: it then counts failures of a time that has not come, most of
 * them of honest codes, and would keep the payer out until that time has passed.
 */
function wasChargedAhead(
  state: CredentialThrottleState,
  nowMs: number,
  { burst, refillMs }: CredentialThrottleLimits,
): boolean {
  // Rows of earlier versions tell no more than when the whole burst is back.
  return isFromTheFuture(state.chargedAtMs ?? state.fullAtMs - burst * refillMs, nowMs);
}

/**
 * The generic cell rate algorithm in whole milliseconds: a bucket of `burst` tokens that gains one each `refillMs` is
 * one number, the moment at which it is full again.
 */
function spend(fullAtMs: number, nowMs: number, burst: number, refillMs: number): number | undefined {
  const from = Math.max(fullAtMs, nowMs);
  if (from - nowMs > (burst - 1) * refillMs) return undefined;
  return from + refillMs;
}

function recentTills(
  state: CredentialThrottleState | null,
  day: number,
  nowMs: number,
): Record<string, TillFailures> {
  const entries = Object.entries(state?.tills ?? {});
  return Object.fromEntries(
    entries.filter(([, till]) => till.lastFailureDay === day || till.fullAtMs > nowMs),
  );
}

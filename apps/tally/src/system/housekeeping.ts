import {
  forgetOldEnrolments,
  forgetOldStepHolds,
  type EnrolmentServer,
} from '@tallystick/authentication-server';
import {
  endAbandonedPayments,
  forgetPaymentsInWork,
  forgetRecentPayments,
  verdictLifetimeMs,
  type BucketedContext,
} from '@tallystick/payment-platform';

const intervalMs = 60_000;
/** Claims whose codes are verified apart keep orders busy until they are ended. */
const claimIntervalMs = 10_000;

export interface Housekeeping {
  stop(): Promise<void>;
}

/**
 * Erases, every minute, what was kept for a time that is over: secrets of activations, replies, held steps, and the
 * aliases of payments that were recent. Ends payments that were left open. Each server does what its own database has,
 * and nothing while its clock can’t be believed: a clock that is ahead would end what is young.
 */
export function startHousekeeping(parts: {
  readonly enrolment?: EnrolmentServer;
  readonly platform?: BucketedContext;
  readonly assertClockSafe: () => void;
}): Housekeeping {
  const { enrolment, platform, assertClockSafe } = parts;
  return repeat(intervalMs, async () => {
    assertClockSafe();
    const ofCredentials =
      enrolment === undefined ? [] : [forgetOldEnrolments(enrolment), forgetOldStepHolds(enrolment)];
    const ofPayments =
      platform === undefined
        ? []
        : [forgetRecentPayments(platform), forgetPaymentsInWork(platform), endAbandonedPayments(platform)];
    await Promise.allSettled([...ofCredentials, ...ofPayments]);
  });
}

/** The janitor of a platform apart from its authentication server: ends claims whose verdict would be too old. */
export function startClaimJanitor(platform: BucketedContext, assertClockSafe: () => void): Housekeeping {
  return repeat(claimIntervalMs, async () => {
    assertClockSafe();
    await Promise.allSettled([endAbandonedPayments(platform, verdictLifetimeMs)]);
  });
}

/**
 * A round that fails, because the database is away or the clock unsafe, is made up for by the next; two never run at
 * once.
 */
function repeat(pauseMs: number, tidyUp: () => Promise<void>): Housekeeping {
  let round: Promise<void> | undefined;
  const timer = setInterval(() => {
    round ??= tidyUp()
      .catch(() => undefined)
      .finally(() => {
        round = undefined;
      });
  }, pauseMs).unref();
  return {
    async stop() {
      clearInterval(timer);
      await round;
    },
  };
}

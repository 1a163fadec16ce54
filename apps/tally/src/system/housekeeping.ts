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

/** One thing that is to be done now and then; doing it twice at once does no harm. */
export type Chore = () => Promise<void>;

/**
 * Does chores every minute: erases what was kept for a time that is over, and ends payments that were left open. Each server
 * has the chores of its own database. Does nothing while the clock can’t be believed: a clock that is ahead would end what
 * is young.
 */
export function startHousekeeping(chores: readonly Chore[], assertClockSafe: () => void): Housekeeping {
  return repeat(intervalMs, async () => {
    assertClockSafe();
    await Promise.allSettled(chores.map((chore) => chore()));
  });
}

/** What a platform keeps for a time: aliases of recent payments, payments in work, and payments that were left open. */
export function choresOfPlatform(platform: BucketedContext): readonly Chore[] {
  return [
    () => forgetRecentPayments(platform),
    () => forgetPaymentsInWork(platform),
    () => endAbandonedPayments(platform),
  ];
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

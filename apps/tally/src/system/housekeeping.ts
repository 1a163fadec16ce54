import {
  forgetOldEnrolments,
  forgetOldStepHolds,
  type EnrolmentServer,
} from '@tallystick/authentication-server';
import { endAbandonedPayments, forgetRecentPayments } from '@tallystick/payment-platform';

const intervalMs = 60_000;

/**
 * Erases, every minute, what was kept for a time that is over: secrets of activations, replies, held steps, and the aliases
 * of payments that were recent. Ends payments that were left open.
 */
export function startHousekeeping(enrolment: EnrolmentServer): { stop(): Promise<void> } {
  let round = Promise.resolve();
  const timer = setInterval(() => {
    round = tidyUp(enrolment);
  }, intervalMs).unref();
  return {
    async stop() {
      clearInterval(timer);
      await round;
    },
  };
}

/** A round that fails, because the database is away, is made up for by the next one. */
async function tidyUp(enrolment: EnrolmentServer): Promise<void> {
  await Promise.allSettled([
    forgetOldEnrolments(enrolment),
    forgetOldStepHolds(enrolment),
    forgetRecentPayments(enrolment),
    endAbandonedPayments(enrolment),
  ]);
}

import { type ClockKnowledge, boundClock } from '../dynamic-password-module/clock-knowledge.ts';

/**
 * Sets the terminal’s clock by the server’s time in an enrolment reply: to the middle of the round trip. A repeated
 * request may get the reply that was made for the first one, long ago; it then proves only that its time is past.
 */
export function clockSetByReply(contact: {
  /** Unix milliseconds. */
  readonly serverTimeMs: number;
  /** The device’s bare clock when the reply arrived. */
  readonly deviceNowMs: number;
  /** Undefined where the request was a repeated one. */
  readonly roundTripMs: number | undefined;
}): ClockKnowledge {
  const { serverTimeMs, deviceNowMs, roundTripMs } = contact;
  if (roundTripMs !== undefined) {
    const offsetMs = Math.round(serverTimeMs + roundTripMs / 2 - deviceNowMs);
    return { offsetMs, provenMs: serverTimeMs };
  }
  const knowsNothing = { offsetMs: 0, provenMs: serverTimeMs };
  const moment = { earliestMs: serverTimeMs, latestMs: serverTimeMs, atMostAgoMs: undefined };
  return boundClock(knowsNothing, deviceNowMs, moment);
}

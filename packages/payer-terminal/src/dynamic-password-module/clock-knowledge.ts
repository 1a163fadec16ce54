/** What a terminal knows about true time. It is told by contacts and by confirmations, never by a till. */
export interface ClockKnowledge {
  /** What to add to the device’s clock to get true time. */
  readonly offsetMs: number;
  /** The latest Unix time, in milliseconds, that a server has proved to be past. */
  readonly provenMs: number;
}

/** Small steps back, as network time makes them, are healed by the step rule; larger ones are looked into. */
const toleranceMs = 90_000;

/**
 * The offset to use now, or undefined where the device’s clock must have been set back.
 *
 * True time is never before what has been proved. Where the corrected clock says so but the bare clock does not, the
 * device’s clock has been set right since the offset was learnt, so the offset is dropped.
 */
export function presentOffsetMs(knowledge: ClockKnowledge, deviceNowMs: number): number | undefined {
  const earliestMs = knowledge.provenMs - toleranceMs;
  if (deviceNowMs + knowledge.offsetMs >= earliestMs) return knowledge.offsetMs;
  if (deviceNowMs >= earliestMs) return 0;
  return undefined;
}

export interface ProvedMoment {
  /** True time of the moment lies in [earliestMs, latestMs), Unix milliseconds. */
  readonly earliestMs: number;
  readonly latestMs: number;
  /** How long ago the moment can be at most, by the monotonic clock; undefined where that is not known. */
  readonly atMostAgoMs: number | undefined;
}

/**
 * Bounds the offset by a moment that a server has proved (docs/protocol.md, the terminal’s step rule). The clock moves
 * only to the nearer bound, and only when it is outside: a proof narrows the truth down, it does not tell it.
 *
 * @param deviceNowMs the device’s bare clock at the moment the proof was read.
 */
export function boundClock(
  knowledge: ClockKnowledge,
  deviceNowMs: number,
  moment: ProvedMoment,
): ClockKnowledge {
  const correctedNowMs = deviceNowMs + knowledge.offsetMs;
  const latestNowMs = moment.latestMs + (moment.atMostAgoMs ?? Infinity);
  const boundedNowMs = Math.min(Math.max(correctedNowMs, moment.earliestMs), latestNowMs);
  return {
    offsetMs: Math.round(knowledge.offsetMs + boundedNowMs - correctedNowMs),
    provenMs: Math.max(knowledge.provenMs, moment.earliestMs),
  };
}

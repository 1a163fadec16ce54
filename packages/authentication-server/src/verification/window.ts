/** The window of accepted steps and the learnt offset (DESIGN §3.1). */

/** Steps of lateness that are accepted: 50 s from the screen to the server. */
const stepsBehind = 5;
/** Steps ahead that are accepted: a clock up to 20 s fast. */
const stepsAhead = 2;
/** Steps beyond the window for which a code is held and decided when its time has come. */
const stepsHeld = 3;
/** How far the server looks to both sides after a miss, to tell a genuine code from a guess. */
export const stepsLookedAround = 30;
const offsetsKept = 5;
const maximumOffset = 6;

export interface Window {
  readonly serverStep: number;
  /** The highest step that is accepted now. */
  readonly highestStep: number;
  /** The highest step for which a code is held. */
  readonly highestHeldStep: number;
  /** Every accepted step, ascending: around the server’s step and around the learnt offset. */
  readonly steps: readonly number[];
  /** Every other step of the look, ascending. */
  readonly lookSteps: readonly number[];
}

/** The window of a credential that has taught these offsets, at the server’s step. */
export function windowAround(serverStep: number, recentOffsets: readonly number[]): Window {
  const learnt = learntOffset(recentOffsets);
  const { accepted, others } = offsetsByLearnt[learnt + maximumOffset]!;
  const highestStep = serverStep + Math.max(0, learnt) + stepsAhead;
  return {
    serverStep,
    highestStep,
    highestHeldStep: highestStep + stepsHeld,
    steps: accepted.map((offset) => serverStep + offset),
    lookSteps: others.map((offset) => serverStep + offset),
  };
}

/** The look of every learnt offset, from the lowest up, made once: it is asked for at each payment. */
const offsetsByLearnt = Array.from({ length: 2 * maximumOffset + 1 }, (_, index) => {
  const learnt = index - maximumOffset;
  const look = Array.from(
    { length: 2 * stepsLookedAround + 1 },
    (_, position) => position - stepsLookedAround,
  );
  const isAccepted = (offset: number): boolean => isInside(offset, 0) || isInside(offset, learnt);
  return { accepted: look.filter(isAccepted), others: look.filter((offset) => !isAccepted(offset)) };
});

function isInside(offset: number, centre: number): boolean {
  return offset >= centre - stepsBehind && offset <= centre + stepsAhead;
}

/**
 * The terminal clock’s own offset. Lateness only ever makes a code older, so the highest of the last accepted offsets is
 * the nearest to what the clock itself says.
 */
export function learntOffset(recentOffsets: readonly number[]): number {
  if (recentOffsets.length === 0) return 0;
  return Math.min(maximumOffset, Math.max(-maximumOffset, ...recentOffsets));
}

/** The offsets to keep after a code of `step` was accepted at `serverStep`, oldest first. */
export function withAcceptedOffset(
  recentOffsets: readonly number[],
  step: number,
  serverStep: number,
): readonly number[] {
  return [...recentOffsets, step - serverStep].slice(-offsetsKept);
}

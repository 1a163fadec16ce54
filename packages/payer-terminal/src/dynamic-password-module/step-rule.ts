import { stepOfUnixMs, stepSeconds } from '@tallystick/paycode';

/** A code stays on the screen this long, then the next one takes its place. */
export const codeDisplayMs = 30_000;

/** The next press may take the step that begins next, not one farther ahead. */
const mostStepsAhead = 1;

/** A stored step farther ahead than this was offered before the clock was set back; it says nothing about now. */
const mostStoredStepsAhead = 9;

const stepMs = stepSeconds * 1000;

export type StepOffer =
  | { readonly kind: 'step'; readonly step: number }
  | {
      readonly kind: 'countdown';
      /** Milliseconds until a step may be offered. */
      readonly waitMs: number;
    };

/**
 * The terminal’s step rule (docs/protocol.md): which step the next code is made of, or how long to wait for one.
 * No step is offered twice, not even after the clock was set back over steps that are still remembered.
 *
 * @param nowMs true time as the terminal knows it, Unix milliseconds.
 */
export function offerStep(
  offered: { readonly highestOfferedStep: number; readonly rememberedSteps: ReadonlySet<number> },
  nowMs: number,
): StepOffer {
  const presentStep = stepOfUnixMs(nowMs);
  const setBack = offered.highestOfferedStep - presentStep > mostStoredStepsAhead;
  let step = setBack ? presentStep : Math.max(presentStep, offered.highestOfferedStep + 1);
  while (offered.rememberedSteps.has(step)) step += 1;

  if (step - presentStep <= mostStepsAhead) return { kind: 'step', step };
  return { kind: 'countdown', waitMs: (step - mostStepsAhead) * stepMs - nowMs };
}

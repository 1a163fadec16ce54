import { TallyError } from '@tallystick/foundation';
import { presentOffsetMs } from '../dynamic-password-module/clock-knowledge.ts';
import { codeDisplayMs, offerStep } from '../dynamic-password-module/step-rule.ts';
import type { TimeCredential } from '../terminal/credential.ts';
import type { PayerTerminal } from '../terminal/payer-terminal.ts';
import type { ActivatedTerminal } from '../terminal/terminal-state.ts';
import { aliasOfStep } from './alias-of-step.ts';
import { makeCode, type NextCode } from './make-code.ts';

/** A small payment without a PIN at any till: the one intent that a terminal with a clock offers so far. */
const intent = 0;

/** The code of the step that the clock and the step rule allow next, or how long to wait for one. */
export async function nextStepCode(
  terminal: PayerTerminal,
  activated: ActivatedTerminal,
  credential: TimeCredential,
): Promise<{ readonly activated: ActivatedTerminal; readonly code: NextCode }> {
  const deviceNowMs = terminal.clock.nowMs();
  const offsetMs = presentOffsetMs(activated.clock, deviceNowMs);
  if (offsetMs === undefined) throw new TallyError('payer_clock_set_back');

  const nowMs = deviceNowMs + offsetMs;
  const offer = offerStep(offeredSteps(activated), nowMs);
  if (offer.kind === 'countdown') return { activated, code: offer };

  const { step } = offer;
  const made = await makeCode(activated, {
    intent,
    step,
    alias: aliasOfStep(credential, step),
    offeredAtMs: Math.floor(nowMs),
    offeredAtMonotonicMs: Math.floor(terminal.clock.monotonicMs()),
    monotonicOrigin: terminal.monotonicOrigin,
  });
  return {
    activated: { ...made.activated, clock: { ...activated.clock, offsetMs } },
    code: { kind: 'code', digits: made.digits, step, displayMs: codeDisplayMs },
  };
}

function offeredSteps(activated: ActivatedTerminal): Parameters<typeof offerStep>[0] {
  return {
    highestOfferedStep: activated.highestOfferedStep,
    rememberedSteps: new Set(activated.offeredCodes.map(({ step }) => step)),
  };
}

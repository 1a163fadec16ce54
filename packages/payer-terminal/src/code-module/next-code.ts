import { TallyError } from '@tallystick/foundation';
import { makeNumericPaycode, questionOfIntent } from '@tallystick/paycode';
import { presentOffsetMs } from '../dynamic-password-module/clock-knowledge.ts';
import { dynamicPassword } from '../dynamic-password-module/dynamic-password.ts';
import { codeDisplayMs, offerStep } from '../dynamic-password-module/step-rule.ts';
import { type PayerTerminal, requireActivated } from '../terminal/payer-terminal.ts';
import type { ActivatedTerminal } from '../terminal/terminal-state.ts';
import type { Change } from '../terminal/terminal-store.ts';
import { aliasOfStep } from './alias-of-step.ts';
import { rememberCode } from './remember-code.ts';

export type NextCode =
  | {
      readonly kind: 'code';
      /** The numeric paycode, 22 digits: a secret until it is spent, and not to be logged even then. */
      readonly digits: string;
      readonly step: number;
      /** How long to show it before the next takes its place. */
      readonly displayMs: number;
    }
  | {
      readonly kind: 'countdown';
      /** Milliseconds until a code can be made. */
      readonly waitMs: number;
    };

/** A small payment without a PIN at any till: the one intent that this terminal offers so far. */
const intent = 0;

/**
 * Makes the code for the next payment, without any network. One transaction of the store, durable before the code is
 * shown: the step it uses up and what a later confirmation needs.
 *
 * Errors: `key_store_unreadable` where the terminal is not activated, `payer_clock_set_back`, `aliases_exhausted`, and
 * those of the store.
 */
export function nextCode(terminal: PayerTerminal): Promise<NextCode> {
  return terminal.store.update(async (state): Promise<Change<NextCode>> => {
    const activated = requireActivated(state);
    const deviceNowMs = terminal.clock.nowMs();
    const offsetMs = presentOffsetMs(activated.clock, deviceNowMs);
    if (offsetMs === undefined) throw new TallyError('payer_clock_set_back');

    const nowMs = deviceNowMs + offsetMs;
    const offer = offerStep(offeredSteps(activated), nowMs);
    if (offer.kind === 'countdown') return { state, answer: offer };

    const question = questionOfIntent(intent);
    const { step } = offer;
    const password = await dynamicPassword(activated.leaves.password, { intent, question, step });
    const { credential } = activated;
    const alias = aliasOfStep(credential, step);
    const digits = makeNumericPaycode({ issuerPrefix: credential.issuerPrefix, alias, intent, password });

    const offeredCodes = rememberCode(activated.offeredCodes, {
      step,
      intent,
      question,
      codeEnding: digits.slice(-4),
      offeredAtMs: Math.floor(nowMs),
      offeredAtMonotonicMs: Math.floor(terminal.clock.monotonicMs()),
      monotonicOrigin: terminal.monotonicOrigin,
      wrongTypedEntries: 0,
      proved: undefined,
    });
    const clock = { ...activated.clock, offsetMs };
    return {
      state: { ...state, activated: { ...activated, clock, highestOfferedStep: step, offeredCodes } },
      answer: { kind: 'code', digits, step, displayMs: codeDisplayMs },
    };
  });
}

function offeredSteps(activated: ActivatedTerminal): Parameters<typeof offerStep>[0] {
  return {
    highestOfferedStep: activated.highestOfferedStep,
    rememberedSteps: new Set(activated.offeredCodes.map(({ step }) => step)),
  };
}

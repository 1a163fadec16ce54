import { TallyError } from '@tallystick/foundation';
import { presentOffsetMs } from '../dynamic-password-module/clock-knowledge.ts';
import { codeDisplayMs, offerStep } from '../dynamic-password-module/step-rule.ts';
import type { TimeCredential } from '../terminal/credential.ts';
import type { ActivatedTerminal } from '../terminal/terminal-state.ts';
import { aliasOfStep } from '../code-module/alias-of-step.ts';
import { makeCode } from '../code-module/make-code.ts';
import { type JsonRecord, ShapeError, readTexts, readWholeNumber, tenDigits } from '../json/read-fields.ts';
import type { TerminalKind } from './terminal-kind.ts';

/** A small payment without a PIN at any till: the one intent that a terminal with a clock offers so far. */
const intent = 0;

/** Far above the 400 that an operator gives by default. */
const maximumAliases = 4000;
const maximumDay = 100_000;

/** Pays by the clock: the code of the step that the clock and the step rule allow next. */
export const timeKind: TerminalKind<TimeCredential> = {
  read: (record, common) => ({ ...common, kind: 'time', ...readAliases(record) }),
  async nextCode(terminal, activated, credential) {
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
  },
};

function readAliases(record: JsonRecord): Pick<TimeCredential, 'firstAliasDay' | 'aliases'> {
  const firstAliasDay = readWholeNumber(record, 'firstAliasDay', { minimum: 0, maximum: maximumDay });
  const aliases = readTexts(record, 'aliases', { maximumLength: maximumAliases, expression: tenDigits });
  if (aliases.length === 0) throw new ShapeError('aliases');
  return { firstAliasDay, aliases };
}

function offeredSteps(activated: ActivatedTerminal): Parameters<typeof offerStep>[0] {
  return {
    highestOfferedStep: activated.highestOfferedStep,
    rememberedSteps: new Set(activated.offeredCodes.map(({ step }) => step)),
  };
}

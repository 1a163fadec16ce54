import type { EventCredential } from '../terminal/credential.ts';
import { makeCode } from '../code-module/make-code.ts';
import { readText, tenDigits } from '../json/read-fields.ts';
import type { TerminalKind } from './terminal-kind.ts';

/** A small payment without a PIN at any till, by a device without a clock. */
const intent = 4;

/**
 * Pays by the number of the press. No clock is asked, neither for the code nor for what is remembered of it, so that it does
 * not matter what the device believes the time to be.
 */
export const eventKind: TerminalKind<EventCredential> = {
  read: (record, common) => ({
    ...common,
    kind: 'event',
    alias: readText(record, 'alias', { maximumLength: 10, expression: tenDigits }),
  }),
  async nextCode(_terminal, activated, credential) {
    const step = activated.highestOfferedStep + 1;
    const made = await makeCode(activated, {
      intent,
      step,
      alias: credential.alias,
      offeredAtMs: undefined,
      offeredAtMonotonicMs: undefined,
      monotonicOrigin: undefined,
    });
    return {
      activated: made.activated,
      code: { kind: 'code', digits: made.digits, step, displayMs: undefined },
    };
  },
};

import type { EventCredential } from '../terminal/credential.ts';
import type { ActivatedTerminal } from '../terminal/terminal-state.ts';
import { makeCode, type NextCode } from './make-code.ts';

/** A small payment without a PIN at any till, by a device without a clock. */
const intent = 4;

/**
 * The code of the next press. No clock is asked, neither for the code nor for what is remembered of it, so that it does not
 * matter what the device believes the time to be.
 */
export async function nextPressCode(
  activated: ActivatedTerminal,
  credential: EventCredential,
): Promise<{ readonly activated: ActivatedTerminal; readonly code: NextCode }> {
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
}

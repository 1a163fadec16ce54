import { type PayerTerminal, requireActivated } from '../terminal/payer-terminal.ts';
import type { NextCode } from './make-code.ts';
import { nextPressCode } from './next-press-code.ts';
import { nextStepCode } from './next-step-code.ts';

/**
 * Makes the code for the next payment, without any network; with a credential of the kind `event` without a clock as well.
 * One transaction of the store, durable before the code is shown: the step or press number it uses up and what a later
 * confirmation needs.
 *
 * Errors: `key_store_unreadable` where the terminal is not activated, `payer_clock_set_back`, `aliases_exhausted`, and
 * those of the store.
 */
export function nextCode(terminal: PayerTerminal): Promise<NextCode> {
  return terminal.store.update(async (state) => {
    const activated = requireActivated(state);
    const { credential } = activated;
    const next =
      credential.kind === 'event'
        ? await nextPressCode(activated, credential)
        : await nextStepCode(terminal, activated, credential);
    return { state: { ...state, activated: next.activated }, answer: next.code };
  });
}

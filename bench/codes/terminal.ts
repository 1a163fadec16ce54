import { aliasDayOfStep, makeNumericPaycode } from '@tallystick/paycode';

/** A payer terminal reduced to what the bench needs of it: it makes codes of intent 0. */
export interface Terminal {
  readonly accountId: string;
  /** Aliases from `firstAliasDay` on, a UTC day each. */
  readonly firstAliasDay: number;
  readonly aliases: readonly string[];
  /** The eight digits of a step. */
  readonly passwordAt: (step: number) => string;
}

/** The paycode that a terminal shows at a step. Throws RangeError where it has no alias for that day. */
export function codeAt(terminal: Terminal, issuerPrefix: string, step: number): string {
  const alias = terminal.aliases[aliasDayOfStep(step) - terminal.firstAliasDay];
  if (alias === undefined) throw new RangeError('the terminal has no alias for this day');
  return makeNumericPaycode({ issuerPrefix, alias, intent: 0, password: terminal.passwordAt(step) });
}

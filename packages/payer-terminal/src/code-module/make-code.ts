import { makeNumericPaycode, questionOfIntent } from '@tallystick/paycode';
import { dynamicPassword } from '../dynamic-password-module/dynamic-password.ts';
import type { OfferedCode } from '../terminal/offered-code.ts';
import type { ActivatedTerminal } from '../terminal/terminal-state.ts';
import { rememberCode } from './remember-code.ts';

/** What a press of the button gives: a code, or the wait until one can be made. */
export type NextCode =
  | {
      readonly kind: 'code';
      /** The numeric paycode, 22 digits: a secret until it is spent, and not to be logged even then. */
      readonly digits: string;
      /** The step, or the press number of a device without a clock. */
      readonly step: number;
      /** How long to show it before the next takes its place; undefined where it stays until it is used. */
      readonly displayMs: number | undefined;
    }
  | {
      readonly kind: 'countdown';
      /** Milliseconds until a code can be made. */
      readonly waitMs: number;
    };

/** What a code is made of, apart from the keys. */
interface CodeParts extends Pick<
  OfferedCode,
  'intent' | 'step' | 'offeredAtMs' | 'offeredAtMonotonicMs' | 'monotonicOrigin'
> {
  readonly alias: string;
}

/** Makes a code and the state in which its step is used up and a later confirmation finds it. */
export async function makeCode(
  activated: ActivatedTerminal,
  { alias, ...parts }: CodeParts,
): Promise<{ readonly activated: ActivatedTerminal; readonly digits: string }> {
  const { intent, step } = parts;
  const question = questionOfIntent(intent);
  const password = await dynamicPassword(activated.leaves.password, { intent, question, step });
  const { issuerPrefix } = activated.credential;
  const digits = makeNumericPaycode({ issuerPrefix, alias, intent, password });
  const offeredCodes = rememberCode(activated.offeredCodes, {
    ...parts,
    question,
    codeEnding: digits.slice(-4),
    wrongTypedEntries: 0,
    proved: undefined,
  });
  return { activated: { ...activated, highestOfferedStep: step, offeredCodes }, digits };
}

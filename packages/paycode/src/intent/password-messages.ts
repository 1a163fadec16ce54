import { type OcraInputs, ocraMessage, truncateToDigits, type U64 } from '@tallystick/otp';
import { intentRule } from './intent-rule.ts';
import { suitesOfIntent } from './password-suites.ts';

/** What one dynamic password of an intent is made of. */
export interface PasswordInputs {
  readonly intent: number;
  /** Eight digits by `questionOfIntent`; for intent 9 the 64 hexadecimal digits of the exact question. */
  readonly question: string;
  /** The step, or the press number of intent 4. */
  readonly movingFactor: U64;
  /** SHA-256 of the six ASCII digits of the PIN, where the intent needs one. */
  readonly pinHash?: Uint8Array;
}

/**
 * The messages whose HMAC-SHA-256 under the `password` key make the dynamic password: one, or device half and PIN half.
 * Their HMACs go, in the same order, to `passwordOfHmacs`. Throws RangeError where an input is missing or superfluous.
 */
export function passwordMessages(inputs: PasswordInputs): readonly Uint8Array<ArrayBuffer>[] {
  const suites = suitesOfIntent(inputs.intent);
  const common: OcraInputs = { question: inputs.question, ...movingFactorInput(inputs) };
  if (suites.pin === null) {
    if (inputs.pinHash !== undefined) throw new RangeError('this intent takes no PIN');
    return [ocraMessage(suites.device, common)];
  }
  if (inputs.pinHash === undefined) throw new RangeError('this intent needs a PIN');
  return [
    ocraMessage(suites.device, common),
    ocraMessage(suites.pin, { ...common, pinHash: inputs.pinHash }),
  ];
}

/** The eight digits of the HMACs of `passwordMessages`. Throws RangeError where their number is wrong. */
export function passwordOfHmacs(intent: number, hmacs: readonly Uint8Array[]): string {
  const suites = suitesOfIntent(intent);
  const parts = suites.pin === null ? [suites.device] : [suites.device, suites.pin];
  if (hmacs.length !== parts.length) throw new RangeError(`this intent takes ${parts.length} HMACs`);
  return hmacs.map((hmac, index) => truncateToDigits(hmac, parts[index]?.digits ?? 0)).join('');
}

function movingFactorInput(inputs: PasswordInputs): Pick<OcraInputs, 'counter' | 'step'> {
  if (intentRule(inputs.intent).movingFactor === 'press') return { counter: inputs.movingFactor };
  return { step: inputs.movingFactor };
}

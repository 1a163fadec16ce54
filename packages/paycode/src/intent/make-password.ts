import type { Hmac } from '@tallystick/otp';
import { type PasswordInputs, passwordMessages, passwordOfHmacs } from './password-messages.ts';

/**
 * The dynamic password of an intent, eight digits; `hmac` is HMAC-SHA-256 under the `password` key. Throws RangeError where
 * an input is missing or superfluous.
 */
export function makePassword(inputs: PasswordInputs & { readonly hmac: Hmac }): string {
  const hmacs = passwordMessages(inputs).map((message) => inputs.hmac(message));
  return passwordOfHmacs(inputs.intent, hmacs);
}

import { passwordMessages, passwordOfHmacs } from '@tallystick/paycode';
import { hmacSha256 } from '../bytes/web-crypto-bytes.ts';

/** The eight digits that prove this terminal at one step, or press without a clock (docs/protocol.md, dynamic password). */
export async function dynamicPassword(
  passwordLeaf: CryptoKey,
  factors: { readonly intent: number; readonly question: string; readonly step: number },
): Promise<string> {
  const { intent, question, step } = factors;
  const messages = passwordMessages({ intent, question, movingFactor: step });
  const hmacs = await Promise.all(messages.map((message) => hmacSha256(passwordLeaf, message)));
  return passwordOfHmacs(intent, hmacs);
}

import { isMoneyGone } from '../platform-client/payment-answers.ts';
import type { PaymentOutcome } from '../platform-client/platform-answer.ts';
import { untilAnswered, type AskingTools, type Unanswered } from './until-answered.ts';

/** `closed`: nothing was paid that has not come back, and nothing will be. `paid`: it was, and stays so. */
export type ClosureResult =
  | { readonly state: 'closed' | 'paid'; readonly paymentId: string; readonly outcome: PaymentOutcome }
  | (Unanswered & { readonly paymentId: string });

export async function closeIfUnpaid(paymentId: string, tools: AskingTools): Promise<ClosureResult> {
  const asked = { paymentId, amount: null };
  const answer = await untilAnswered(tools, () => tools.client.closeIfUnpaid(asked));
  if (!('kind' in answer)) return { ...answer, paymentId };
  const { outcome } = answer;
  return { state: isMoneyGone(outcome) ? 'paid' : 'closed', paymentId, outcome };
}

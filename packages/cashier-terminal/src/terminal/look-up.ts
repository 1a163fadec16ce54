import { resultOfOutcome, type PaymentResult } from '../payment-loop/payment-result.ts';
import type { PlatformClient } from '../platform-client/platform-client.ts';

/** How a payment stands right now. `pending` and `never_seen` may change as long as its till is still at work. */
export type PaymentLookup =
  | PaymentResult
  | { readonly state: 'pending'; readonly paymentId: string }
  | { readonly state: 'never_seen'; readonly paymentId: string };

/** Asks the platform once. */
export async function lookUp(paymentId: string, client: PlatformClient): Promise<PaymentLookup> {
  const answer = await client.query({ paymentId, amount: null });
  switch (answer.kind) {
    case 'outcome':
      return resultOfOutcome(answer.outcome);
    case 'pending':
      return { state: 'pending', paymentId };
    case 'never_seen':
      return { state: 'never_seen', paymentId };
    // Refused is the question, not the payment: what became of the payment is unknown all the same.
    case 'refused':
    case 'throttled':
    case 'lost':
      return { state: 'unknown', paymentId, problem: answer.problem };
  }
}

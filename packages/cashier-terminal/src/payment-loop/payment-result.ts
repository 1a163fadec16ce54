import { isMoneyGone } from '../platform-client/payment-answers.ts';
import type { PaymentOutcome, PlatformProblem } from '../platform-client/platform-answer.ts';

/** How a payment ended, as far as this till can know. */
export type PaymentResult =
  | { readonly state: 'approved'; readonly paymentId: string; readonly outcome: PaymentOutcome }
  | { readonly state: 'declined'; readonly paymentId: string; readonly outcome: PaymentOutcome }
  /** The id is closed for ever; what had moved went back. */
  | { readonly state: 'reversed'; readonly paymentId: string; readonly outcome: PaymentOutcome }
  /** The platform did not take the request. Nothing moved, and nothing will. */
  | { readonly state: 'refused'; readonly paymentId: string; readonly problem: PlatformProblem }
  /**
   * The server stayed away. Whether money moved is not known: never show this as failed. The journal keeps the payment,
   * and `finishOpenPayments` ends it later.
   */
  | { readonly state: 'unknown'; readonly paymentId: string; readonly problem: PlatformProblem | null };

/** The result that an outcome stands for. An approval that was given back whole is `reversed`. */
export function resultOfOutcome(outcome: PaymentOutcome): PaymentResult {
  const { paymentId } = outcome;
  if (isMoneyGone(outcome)) return { state: 'approved', paymentId, outcome };
  const isClosed = outcome.outcome === 'approved' || outcome.errorCode === 'reversed';
  return { state: isClosed ? 'reversed' : 'declined', paymentId, outcome };
}

import { isRefundId, TallyError, type Money, type RefundJson } from '@tallystick/foundation';
import { checkedAmount, checkedPaymentId } from '../terminal/checked-input.ts';
import { untilAnswered, type AskingTools, type Unanswered } from './until-answered.ts';

export interface RefundOrder {
  /**
   * The till’s own name for this refund, stored before this is called. After `unknown`, and after a crash, the same order
   * is given again: it gives back once.
   */
  readonly refundId: string;
  readonly paymentId: string;
  readonly amount: Money;
}

/** `unknown` is no failure: whether money went back is not known until the same order was given again. */
export type RefundResult =
  | { readonly state: 'refunded'; readonly refundId: string; readonly refund: RefundJson }
  | (Unanswered & { readonly refundId: string });

/** @throws TallyError `malformed_request`, `amount_invalid`, `currency_unknown` */
export async function refund(order: RefundOrder, tools: AskingTools): Promise<RefundResult> {
  const { refundId } = order;
  if (!isRefundId(refundId)) {
    const detail = 'A refund id is 1 to 64 of the characters 0-9, A-Z, a-z and _.';
    throw new TallyError('malformed_request', { detail, field: 'refundId' });
  }
  const paymentId = checkedPaymentId(order.paymentId);
  const request = { refundId, paymentId, amount: checkedAmount(order.amount) };
  const answer = await untilAnswered(tools, () => tools.client.refund(request));
  return 'kind' in answer ? { state: 'refunded', refundId, refund: answer.refund } : { ...answer, refundId };
}

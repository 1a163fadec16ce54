import type { PaymentListQuery, PaymentPage } from '../platform-client/payment-list-answer.ts';
import { untilAnswered, type AskingTools, type Unanswered } from './until-answered.ts';

export type { PaymentListQuery };

export type PaymentListResult = { readonly state: 'listed'; readonly page: PaymentPage } | Unanswered;

export async function listPayments(query: PaymentListQuery, tools: AskingTools): Promise<PaymentListResult> {
  const answer = await untilAnswered(tools, () => tools.client.listPayments(query));
  return 'kind' in answer ? { state: 'listed', page: answer.page } : answer;
}

import type { PaymentPage } from '../platform-client/payment-list-answer.ts';
import { untilAnswered, type AskingTools, type Unanswered } from './until-answered.ts';

/** Narrows the list; see docs/till-api.md. */
export interface PaymentListQuery {
  readonly after?: string;
  readonly limit?: number;
  readonly till?: string;
  readonly outcome?: 'approved' | 'declined' | 'pending';
  /** Unix seconds: from this one on, and before that one. */
  readonly from?: number;
  readonly to?: number;
  readonly order?: string;
}

export type PaymentListResult = { readonly state: 'listed'; readonly page: PaymentPage } | Unanswered;

export async function listPayments(query: PaymentListQuery, tools: AskingTools): Promise<PaymentListResult> {
  const answer = await untilAnswered(tools, () => tools.client.listPayments(query));
  return 'kind' in answer ? { state: 'listed', page: answer.page } : answer;
}

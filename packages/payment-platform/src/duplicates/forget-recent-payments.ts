import type { BucketedContext } from '../platform-context.ts';
import { forgetLikenesses } from './forget-likenesses.ts';
import { suspectWithinMs } from './recent-payments.ts';

/** Deletes what is no longer recent. */
export function forgetRecentPayments(context: BucketedContext): Promise<void> {
  return forgetLikenesses(context, { name: 'recent_payments', time: 'approved_at', keptMs: suspectWithinMs });
}

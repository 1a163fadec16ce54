import { forgetLikenesses } from '../duplicates/forget-likenesses.ts';
import type { BucketedContext } from '../platform-context.ts';
import { verdictLifetimeMs } from './verdict-lifetime.ts';

/** By then the janitor has ended the claim, whatever became of it. */
const keptMs = verdictLifetimeMs + 60_000;

/** Deletes what stands for no open payment any more. */
export function forgetPaymentsInWork(context: BucketedContext): Promise<void> {
  return forgetLikenesses(context, { name: 'payments_in_work', time: 'claimed_at', keptMs });
}

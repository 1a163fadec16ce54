import type { Clock } from '@tallystick/foundation';
import { backOffMs } from '../payment-loop/back-off.ts';
import type { LoopLimits } from '../payment-loop/loop-limits.ts';
import type { Wait } from '../payment-loop/wait.ts';
import type { PlatformAnswer, PlatformProblem } from '../platform-client/platform-answer.ts';
import type { PlatformClient } from '../platform-client/platform-client.ts';

export interface AskingTools {
  readonly client: PlatformClient;
  readonly clock: Clock;
  readonly wait: Wait;
  readonly limits: LoopLimits;
}

/** A question that the platform did not answer in the end, or refused. */
export type Unanswered =
  | { readonly state: 'refused'; readonly problem: PlatformProblem }
  | { readonly state: 'unknown'; readonly problem: PlatformProblem | null };

/**
 * Sends one and the same question until it is answered or refused, for as long as a reversal would be tried. Only for
 * questions that change nothing when they are repeated.
 */
export async function untilAnswered<Found extends { readonly kind: 'found' }>(
  { clock, wait, limits }: AskingTools,
  ask: () => Promise<Found | PlatformAnswer>,
): Promise<Found | Unanswered> {
  const deadlineMs = clock.monotonicMs() + limits.reverseWithinMs;
  for (let failures = 1; ; failures += 1) {
    const answer = await ask();
    if (answer.kind === 'found') return answer;
    if (answer.kind === 'refused') return { state: 'refused', problem: answer.problem };
    const isLost = answer.kind === 'lost' || answer.kind === 'throttled';
    const ownMs = backOffMs(failures, 0, limits);
    const pauseMs = isLost ? Math.max(ownMs, answer.retryAfterMs ?? 0) : ownMs;
    if (clock.monotonicMs() + pauseMs > deadlineMs)
      return { state: 'unknown', problem: isLost ? answer.problem : null };
    await wait(pauseMs);
  }
}

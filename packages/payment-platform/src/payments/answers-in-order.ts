import type { Verdict } from '@tallystick/verification-contract';
import type { SortedClaims } from './claims.ts';
import type { DecidedPayment, PaymentAnswer, PaymentRequest } from './payment.ts';

/** The answer to a request whose code was verified. */
export function freshAnswer({ payment }: DecidedPayment, verdict: Verdict): PaymentAnswer {
  if (payment !== null) return { kind: 'final', payment, isRepeat: false };
  if (verdict.kind !== 'pending') throw new Error('a payment stays open only while its code is early');
  return { kind: 'pending', reason: verdict.code, pollAfterMs: verdict.pollAfterMs };
}

/** The same answer to a request that repeats another one. */
export function asRepeat(answer: PaymentAnswer): PaymentAnswer {
  return answer.kind === 'final' ? { ...answer, isRepeat: true } : answer;
}

/** One answer for each request of a batch, in their order: a request that repeats another one gets the answer of that. */
export function answersInOrder(
  requests: readonly PaymentRequest[],
  answers: ReadonlyMap<number, PaymentAnswer>,
  { followers }: Pick<SortedClaims, 'followers'>,
): readonly PaymentAnswer[] {
  return requests.map((_, index) => {
    const leader = followers.get(index);
    return leader === undefined ? answers.get(index)! : asRepeat(answers.get(leader)!);
  });
}

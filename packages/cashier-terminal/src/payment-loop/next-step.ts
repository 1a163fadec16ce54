import type { PaymentOutcome, PlatformAnswer, PlatformProblem } from '../platform-client/platform-answer.ts';
import { backOffMs } from './back-off.ts';
import type { LoopLimits } from './loop-limits.ts';

/**
 * The decision core of the loop *pay → unknown → query → reverse*: what the till does next, given what it knows and what
 * it has just learnt. Pure, so that every path can be tried without a network.
 */
export interface LoopState {
  readonly phase: 'paying' | 'reversing';
  /**
   * False where an earlier run began the payment: the code is gone, the payer may be too, and the till may have shown the
   * payment as paid before it crashed.
   */
  readonly codeAtHand: boolean;
  /** True once a request may have reached the platform without an answer that settles it. */
  readonly unsettled: boolean;
  readonly failuresInRow: number;
  /** End of the phase on the monotonic clock. */
  readonly deadlineMs: number;
}

export type LoopEvent = { readonly kind: 'started' } | { readonly kind: 'cancelled' } | PlatformAnswer;

export type LoopAction =
  | { readonly kind: 'pay' | 'query' | 'reverse'; readonly afterMs: number }
  | { readonly kind: 'finish'; readonly with: PaymentOutcome }
  | { readonly kind: 'finish_refused'; readonly problem: PlatformProblem }
  | { readonly kind: 'finish_unknown'; readonly problem: PlatformProblem | null };

export interface LoopStep {
  readonly state: LoopState;
  readonly action: LoopAction;
}

/** An answer that leaves everything open. */
interface Failure {
  readonly retryAfterMs: number | null;
  readonly problem: PlatformProblem | null;
}

export interface LoopMoment {
  readonly monotonicMs: number;
  /** 0 to 1, fresh for each step. */
  readonly randomFraction: number;
  readonly limits: LoopLimits;
}

export function nextStep(state: LoopState, event: LoopEvent, moment: LoopMoment): LoopStep {
  return state.phase === 'paying'
    ? stepOfPaying(state, event, moment)
    : stepOfReversing(state, event, moment);
}

function stepOfPaying(state: LoopState, event: LoopEvent, moment: LoopMoment): LoopStep {
  switch (event.kind) {
    case 'started':
      return { state, action: { kind: state.codeAtHand ? 'pay' : 'query', afterMs: 0 } };
    case 'outcome':
      return { state, action: { kind: 'finish', with: event.outcome } };
    case 'cancelled':
      return beginReversing(state, moment);
    case 'never_seen':
      return state.codeAtHand
        ? { state, action: { kind: 'pay', afterMs: 0 } }
        : beginReversing(state, moment);
    case 'pending': {
      // Held for this id, or in work: either way the platform has it, and only the same request moves it on.
      const held = { ...state, unsettled: true, failuresInRow: 0 };
      if (state.codeAtHand) return orReverse(held, 'pay', event.pollAfterMs, moment);
      return event.early ? beginReversing(held, moment) : orReverse(held, 'query', event.pollAfterMs, moment);
    }
    case 'throttled':
      return askAgain(state, state.unsettled ? 'query' : 'pay', event, moment);
    case 'lost':
      return askAgain({ ...state, unsettled: true }, 'query', event, moment);
    case 'refused':
      if (!state.codeAtHand) return { state, action: { kind: 'finish_unknown', problem: event.problem } };
      // A refusal proves that nothing moved only where no earlier request is left hanging. An id that was used with
      // other data was never ours: reversing it would hit somebody else’s payment.
      return state.unsettled && event.problem.code !== 'payment_id_reused'
        ? beginReversing(state, moment)
        : { state, action: { kind: 'finish_refused', problem: event.problem } };
  }
}

/**
 * Asks again after an answer that was lost or put off. When the time is up, the run that sent the code reverses: it has
 * shown nothing yet. A later run has to leave the payment open, because the run before it may have shown it as paid; it
 * reverses only what the platform answers to be undecided or never seen, which can't have been shown as paid.
 */
function askAgain(state: LoopState, kind: 'pay' | 'query', failure: Failure, moment: LoopMoment): LoopStep {
  if (kind === 'query' && !state.codeAtHand) return orUnknown(state, kind, failure, moment);
  return orReverse(failedOnce(state), kind, waitAfter(state, failure, moment), moment);
}

function stepOfReversing(state: LoopState, event: LoopEvent, moment: LoopMoment): LoopStep {
  switch (event.kind) {
    case 'started':
    case 'cancelled':
      return { state, action: { kind: 'reverse', afterMs: 0 } };
    case 'outcome':
      return { state, action: { kind: 'finish', with: event.outcome } };
    case 'refused':
      return { state, action: { kind: 'finish_unknown', problem: event.problem } };
    case 'never_seen':
    case 'pending':
      return orUnknown(state, 'reverse', { retryAfterMs: null, problem: null }, moment);
    case 'throttled':
    case 'lost':
      return orUnknown(state, 'reverse', event, moment);
  }
}

/** From here on the code is never sent again; the reversal closes the id, whichever of the two arrives first. */
function beginReversing(state: LoopState, moment: LoopMoment): LoopStep {
  const deadlineMs = moment.monotonicMs + moment.limits.reverseWithinMs;
  return {
    state: { ...state, phase: 'reversing', codeAtHand: false, failuresInRow: 0, deadlineMs },
    action: { kind: 'reverse', afterMs: 0 },
  };
}

/** Asks again after the wait; where that would be too late for this payer, reverses at once instead of waiting in vain. */
function orReverse(state: LoopState, kind: 'pay' | 'query', waitMs: number, moment: LoopMoment): LoopStep {
  const afterMs = Math.max(waitMs, moment.limits.shortestWaitMs);
  if (moment.monotonicMs + afterMs > state.deadlineMs) return beginReversing(state, moment);
  return { state, action: { kind, afterMs } };
}

/** Asks again after the back-off; where that would be too late, leaves the payment open for a later run. */
function orUnknown(
  state: LoopState,
  kind: 'query' | 'reverse',
  failure: Failure,
  moment: LoopMoment,
): LoopStep {
  const afterMs = waitAfter(state, failure, moment);
  if (moment.monotonicMs + afterMs > state.deadlineMs)
    return { state, action: { kind: 'finish_unknown', problem: failure.problem } };
  return { state: failedOnce(state), action: { kind, afterMs } };
}

function failedOnce(state: LoopState): LoopState {
  return { ...state, failuresInRow: state.failuresInRow + 1 };
}

function waitAfter(state: LoopState, failure: Failure, moment: LoopMoment): number {
  const ownMs = backOffMs(state.failuresInRow + 1, moment.randomFraction, moment.limits);
  return Math.max(ownMs, failure.retryAfterMs ?? 0);
}

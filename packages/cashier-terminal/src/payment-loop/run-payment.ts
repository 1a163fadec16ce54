import type { Clock, PaymentRequestJson } from '@tallystick/foundation';
import type { JournalEntry, TillJournal } from '../journal/till-journal.ts';
import type { PlatformClient } from '../platform-client/platform-client.ts';
import type { LoopLimits } from './loop-limits.ts';
import { nextStep, type LoopAction, type LoopEvent, type LoopState } from './next-step.ts';
import { resultOfOutcome, type PaymentResult } from './payment-result.ts';
import type { Wait } from './wait.ts';

/** What is sent besides payment id and amount, the same each time: the code, and what the payment is for. */
export type SentRequest = Omit<PaymentRequestJson, 'paymentId' | 'amount'>;

export interface LoopTools {
  readonly client: PlatformClient;
  readonly journal: TillJournal;
  readonly clock: Clock;
  readonly wait: Wait;
  readonly limits: LoopLimits;
}

/**
 * Takes one payment from where its journal entry stands to its end. The entry is in the journal already; this function
 * never removes it.
 *
 * @param sent The code and what goes with it, or null where the till has lost them in a crash or has given them up.
 * @param signal Aborted by a cashier who cancels: the payment is then reversed.
 */
export async function runPayment(
  entry: JournalEntry,
  sent: SentRequest | null,
  tools: LoopTools,
  signal?: AbortSignal,
): Promise<PaymentResult> {
  let state = startState(entry, sent !== null, tools);
  let event: LoopEvent = { kind: 'started' };
  // Ends by the two deadlines: every cycle of steps waits at least `shortestWaitMs`.
  for (;;) {
    const isCancelled = signal?.aborted === true && state.phase === 'paying';
    const step = nextStep(state, isCancelled ? { kind: 'cancelled' } : event, momentNow(tools));
    if (step.state.phase !== state.phase) await rememberReversing(entry, tools.journal);
    state = step.state;
    const result = finishedResult(entry.paymentId, step.action);
    if (result !== undefined) return result;
    event = await perform(step.action, entry, sent, tools, state.phase === 'paying' ? signal : undefined);
  }
}

function startState(entry: JournalEntry, codeAtHand: boolean, tools: LoopTools): LoopState {
  const { payWithinMs, reverseWithinMs } = tools.limits;
  const withinMs = entry.phase === 'paying' ? payWithinMs : reverseWithinMs;
  return {
    phase: entry.phase,
    codeAtHand,
    // Without the code this is a later life of the payment, and an earlier one may have sent it.
    unsettled: !codeAtHand,
    failuresInRow: 0,
    deadlineMs: tools.clock.monotonicMs() + withinMs,
  };
}

async function perform(
  action: LoopAction,
  entry: JournalEntry,
  sent: SentRequest | null,
  tools: LoopTools,
  signal: AbortSignal | undefined,
): Promise<LoopEvent> {
  const { paymentId, amount } = entry;
  if ('afterMs' in action && action.afterMs > 0) await tools.wait(action.afterMs, signal);
  if (signal?.aborted === true) return { kind: 'cancelled' };
  if (action.kind === 'reverse') return tools.client.reverse(entry);
  if (action.kind === 'pay' && sent !== null && amount !== null) {
    return tools.client.pay({ paymentId, ...sent, amount }, signal);
  }
  return tools.client.query(entry, signal);
}

function finishedResult(paymentId: string, action: LoopAction): PaymentResult | undefined {
  if (action.kind === 'finish') return resultOfOutcome(action.with);
  if (action.kind === 'finish_refused') return { state: 'refused', paymentId, problem: action.problem };
  if (action.kind === 'finish_unknown') return { state: 'unknown', paymentId, problem: action.problem };
  return undefined;
}

/**
 * Writes down that this payment is to be reversed. A full disk does not stop the reversal: the entry is still there as
 * `paying`, and after a crash the till would ask for the true outcome instead.
 */
async function rememberReversing(entry: JournalEntry, journal: TillJournal): Promise<void> {
  await journal.put({ ...entry, phase: 'reversing' }).catch(() => undefined);
}

function momentNow(tools: LoopTools): { monotonicMs: number; randomFraction: number; limits: LoopLimits } {
  const random = crypto.getRandomValues(new Uint16Array(1))[0] ?? 0;
  return { monotonicMs: tools.clock.monotonicMs(), randomFraction: random / 0xffff, limits: tools.limits };
}

import { randomPaymentId, TallyError, type MoneyJson } from '@tallystick/foundation';
import type { JournalEntry, TillJournal } from '../journal/till-journal.ts';
import type { PaymentResult } from '../payment-loop/payment-result.ts';
import { runPayment, type LoopTools, type SentRequest } from '../payment-loop/run-payment.ts';

/** Shows or prints a result. */
export type Show = (result: PaymentResult) => Promise<void> | void;

export interface NewPayment {
  readonly sent: SentRequest;
  readonly amount: MoneyJson;
  readonly signal?: AbortSignal | undefined;
  readonly onStored?: ((paymentId: string) => void) | undefined;
  readonly show?: Show | undefined;
}

/**
 * The payments of one till that are not settled: those of this life of the till, which are on their way or being shown,
 * and those that an earlier life left in the journal. At any time at most one run works on a payment.
 */
export interface OpenPayments {
  /** Makes a payment. @throws TallyError `till_busy`, or what the journal or `show` throws */
  pay(payment: NewPayment): Promise<PaymentResult>;
  /** Reverses a payment in any state. @throws TallyError `till_busy`, or what the journal throws */
  reverse(paymentId: string): Promise<PaymentResult>;
  /** Ends every open payment that no run works on. A call during another one joins it. */
  drain(show?: Show): Promise<readonly PaymentResult[]>;
  /** What an earlier life of the till began and nothing has ended since, oldest first. */
  ofEarlierLife(): Promise<readonly JournalEntry[]>;
}

/** One run: a payment on its way to a decision, and then to being shown and settled. */
interface Run {
  cancel(): void;
  /** Settled as soon as the result is known, before it is shown. */
  readonly decided: Promise<PaymentResult>;
  isDecided: boolean;
  /** The removal from the journal, once it has begun. */
  settling: Promise<void>;
}

interface RunPlan {
  readonly sent: SentRequest | null;
  /** Returns the payment as the journal holds it; nothing is sent before it has resolved. */
  readonly store: () => Promise<JournalEntry>;
  readonly signal?: AbortSignal | undefined;
  readonly show?: Show | undefined;
}

export function createOpenPayments(tools: LoopTools, maximumAtOnce: number): OpenPayments {
  const { journal, clock } = tools;
  const runs = new Map<string, Run>();
  /** Payments begun by this life that the journal still holds; bounded by the journal. */
  const ownIds = new Set<string>();
  /** Shown with their end by this life, but still in the journal because it could not be written. */
  const shownButOpen = new Set<string>();
  let placesTaken = 0;
  let draining: Promise<readonly PaymentResult[]> | undefined;

  /** Starts a run in place of an earlier one that has already decided. Nothing is awaited before it is registered. */
  function start(paymentId: string, plan: RunPlan): { run: Run; shown: Promise<PaymentResult> } {
    const { sent, signal } = plan;
    const cancelling = new AbortController();
    const cancel = (): void => cancelling.abort();
    signal?.addEventListener('abort', cancel, { once: true });
    if (signal?.aborted === true) cancel();
    const decided = plan
      .store()
      .then((entry) => runPayment(entry, sent, tools, cancelling.signal))
      .finally(() => signal?.removeEventListener('abort', cancel));
    const run: Run = { cancel, decided, isDecided: false, settling: Promise.resolve() };
    runs.set(paymentId, run);
    return { run, shown: showAndSettle(paymentId, run, plan.show) };
  }

  /** Holds a place until the result is decided. A printer that hangs holds none; the journal bounds how many can. */
  function startInPlace(paymentId: string, plan: RunPlan): Promise<PaymentResult> {
    if (placesTaken >= maximumAtOnce) throw new TallyError('till_busy');
    placesTaken += 1;
    const { run, shown } = start(paymentId, plan);
    const freePlace = (): void => void (placesTaken -= 1);
    run.decided.then(freePlace, freePlace);
    return shown;
  }

  /** Shows the result, then forgets the payment; what is unknown stays in the journal. */
  async function showAndSettle(paymentId: string, run: Run, show: Show | undefined): Promise<PaymentResult> {
    try {
      const result = await run.decided.finally(() => (run.isDecided = true));
      await show?.(result);
      // A reversal that was asked for while the result was being shown has taken over the journal entry.
      const isCurrent = runs.get(paymentId) === run;
      if (isCurrent && result.state !== 'unknown') await (run.settling = settle(paymentId));
      return result;
    } finally {
      if (runs.get(paymentId) === run) runs.delete(paymentId);
    }
  }

  /** A journal that can't be written is no reason to hide the result: the next draining settles the entry. */
  async function settle(paymentId: string): Promise<void> {
    try {
      await journal.settle(paymentId);
      ownIds.delete(paymentId);
      shownButOpen.delete(paymentId);
    } catch {
      shownButOpen.add(paymentId);
    }
  }

  /** Stores the entry of a payment that this life has begun. */
  async function storeOwn(entry: JournalEntry): Promise<JournalEntry> {
    const isNew = !ownIds.has(entry.paymentId);
    ownIds.add(entry.paymentId);
    try {
      await journal.put(entry);
      return entry;
    } catch (error) {
      if (isNew) ownIds.delete(entry.paymentId);
      throw error;
    }
  }

  async function pay({ amount, onStored, ...plan }: NewPayment): Promise<PaymentResult> {
    const paymentId = randomPaymentId();
    return startInPlace(paymentId, {
      ...plan,
      async store() {
        const entry = { paymentId, phase: 'paying', amount, startedAtMs: clock.nowMs() } as const;
        await storeOwn(entry);
        onStored?.(paymentId);
        return entry;
      },
    });
  }

  async function reverse(paymentId: string): Promise<PaymentResult> {
    const earlier = runs.get(paymentId);
    if (earlier !== undefined) {
      const cameTooLate = earlier.isDecided;
      earlier.cancel();
      const result = await earlier.decided.catch(() => undefined);
      // A run that had its result before the cancellation has reversed nothing: there is still money to give back.
      const isOpen = result?.state === 'approved' || (cameTooLate && result?.state === 'unknown');
      if (result !== undefined && !isOpen) return result;
      // While this call waited, another one may have begun the reversal.
      if (runs.get(paymentId) !== earlier) return reverse(paymentId);
    }
    return startInPlace(paymentId, {
      sent: null,
      async store() {
        await earlier?.settling;
        shownButOpen.delete(paymentId);
        const amount = (await findEntry(journal, paymentId))?.amount ?? null;
        return storeOwn({ paymentId, phase: 'reversing', amount, startedAtMs: clock.nowMs() });
      },
    });
  }

  async function drainAll(show: Show | undefined): Promise<readonly PaymentResult[]> {
    const ids = (await journal.openEntries()).map(({ paymentId }) => paymentId);
    const ends: PromiseSettledResult<PaymentResult>[] = [];
    const lines = Array.from({ length: maximumAtOnce }, () => drainLine(ids, show, ends));
    await Promise.all(lines);
    return valuesOf(ends);
  }

  /** What can't be shown stops nothing: the others are ended before the draining rejects. */
  async function drainLine(
    ids: string[],
    show: Show | undefined,
    ends: PromiseSettledResult<PaymentResult>[],
  ): Promise<void> {
    for (let paymentId = ids.shift(); paymentId !== undefined; paymentId = ids.shift()) {
      const entry = await findEntry(journal, paymentId);
      if (entry === undefined || runs.has(paymentId)) continue;
      if (shownButOpen.has(paymentId)) {
        await settle(paymentId);
        continue;
      }
      const { shown } = start(paymentId, { sent: null, store: () => Promise.resolve(entry), show });
      ends.push(...(await Promise.allSettled([shown])));
    }
  }

  return {
    pay,
    reverse,
    drain(show) {
      draining ??= drainAll(show).finally(() => (draining = undefined));
      return draining;
    },
    async ofEarlierLife() {
      return (await journal.openEntries()).filter(({ paymentId }) => !ownIds.has(paymentId));
    },
  };
}

/** The entry as it stands now: since a list was made the payment may have ended, or its reversal may have begun. */
async function findEntry(journal: TillJournal, paymentId: string): Promise<JournalEntry | undefined> {
  return (await journal.openEntries()).find((entry) => entry.paymentId === paymentId);
}

/** @throws The reason of the first that was rejected. */
function valuesOf(ends: readonly PromiseSettledResult<PaymentResult>[]): readonly PaymentResult[] {
  return ends.map((end) => {
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  });
}

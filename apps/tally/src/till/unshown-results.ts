import type { PaymentResult, TillJournal } from '@tallystick/cashier-terminal';

/** The till’s journal, and in it the results that a command could not show. */
export interface UnshownResults {
  /** The journal for a terminal: payments whose end is known are not in it, so that none is asked about or reversed. */
  readonly journal: TillJournal;
  /** What earlier commands could not show, oldest first. */
  results(): Promise<readonly PaymentResult[]>;
  /** Keeps a result in the journal: the terminal’s `settle` of this payment does nothing then. */
  keep(result: PaymentResult): Promise<void>;
  /** Forgets a result that was shown. */
  forget(paymentId: string): Promise<void>;
}

export function createUnshownResults(journal: TillJournal): UnshownResults {
  const kept = new Set<string>();
  return {
    journal: {
      put: (entry) => journal.put(entry),
      async settle(paymentId) {
        if (!kept.has(paymentId)) await journal.settle(paymentId);
      },
      async openEntries() {
        return (await journal.openEntries()).filter(({ unshown }) => unshown === undefined);
      },
    },
    async results() {
      const entries = await journal.openEntries();
      return entries.map(({ unshown }) => unshown).filter((result) => result !== undefined);
    },
    async keep(result) {
      const { state, paymentId } = result;
      if (state === 'unknown') return;
      kept.add(paymentId);
      const entry = (await journal.openEntries()).find((open) => open.paymentId === paymentId);
      // A full disk leaves the entry as it was: the payment is then open, and its end is asked for again.
      if (entry !== undefined) await journal.put({ ...entry, unshown: result }).catch(() => undefined);
    },
    async forget(paymentId) {
      kept.delete(paymentId);
      await journal.settle(paymentId);
    },
  };
}

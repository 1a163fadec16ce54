import { TallyError } from '@tallystick/foundation';
import { maximumOpenEntries, type JournalEntry, type TillJournal } from './till-journal.ts';

/** A journal that dies with the process: for tests, and as the model that the others are compared with. */
export function createMemoryJournal(entries: Iterable<JournalEntry> = []): TillJournal {
  const open = new Map(Array.from(entries, (entry) => [entry.paymentId, entry] as const));
  return {
    async put(entry) {
      if (!open.has(entry.paymentId) && open.size >= maximumOpenEntries) throw new TallyError('till_busy');
      open.set(entry.paymentId, entry);
    },
    async settle(paymentId) {
      open.delete(paymentId);
    },
    async openEntries() {
      return [...open.values()];
    },
  };
}

import { isJsonObject, parseJson } from '../guards/json-guards.ts';
import { maximumOpenEntries, parseJournalEntry, type JournalEntry } from './till-journal.ts';

/** The journal as text: one JSON object a line, `{"put":entry}` or `{"settle":id}`, the later line counts. */
export function putLine(entry: JournalEntry): string {
  return `${JSON.stringify({ put: entry })}\n`;
}

export function settleLine(paymentId: string): string {
  return `${JSON.stringify({ settle: paymentId })}\n`;
}

/**
 * Reads a journal; undefined where it is damaged. Text after the last line end is a line that a crash tore: its `put` had
 * not resolved, so nothing was sent for it, and a `settle` is only asked again.
 */
export function readJournalLines(text: string): Map<string, JournalEntry> | undefined {
  const open = new Map<string, JournalEntry>();
  for (const line of text.split('\n').slice(0, -1)) {
    const change = parseJson(line);
    if (!isJsonObject(change)) return undefined;
    if (typeof change['settle'] === 'string') {
      open.delete(change['settle']);
      continue;
    }
    const entry = parseJournalEntry(change['put']);
    if (entry === undefined) return undefined;
    open.set(entry.paymentId, entry);
  }
  return open.size <= maximumOpenEntries ? open : undefined;
}

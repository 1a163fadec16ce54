import { type TerminalState, blankTerminalState } from './terminal-state.ts';
import type { TerminalStore } from './terminal-store.ts';

/** A store that forgets all at the end of the process: for tests, and for a terminal that should leave no trace. */
export function createMemoryStore(initial: TerminalState = blankTerminalState): TerminalStore {
  let state = initial;
  let last: Promise<unknown> = Promise.resolve();

  return {
    needsExtractableKeys: false,
    read: () => Promise.resolve(state),
    update(change) {
      const next = last.then(async () => {
        const changed = await change(state);
        state = changed.state;
        return changed.answer;
      });
      // A change that failed must not keep the following ones from running.
      last = next.catch(() => undefined);
      return next;
    },
  };
}

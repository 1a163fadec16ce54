import { type Clock, TallyError, systemClock } from '@tallystick/foundation';
import type { ActivatedTerminal, TerminalState } from './terminal-state.ts';
import type { TerminalStore } from './terminal-store.ts';

/** The payer’s device: what it remembers and the clock it goes by. */
export interface PayerTerminal {
  readonly store: TerminalStore;
  readonly clock: Clock;
  /** Names what the clock’s monotonic time counts from; times of different origins are never compared. */
  readonly monotonicOrigin: string;
}

export function createPayerTerminal(parts: {
  readonly store: TerminalStore;
  readonly clock?: Clock;
  /** By default a fresh one: the clock of every process counts from an origin of its own. */
  readonly monotonicOrigin?: string;
}): PayerTerminal {
  return {
    store: parts.store,
    clock: parts.clock ?? systemClock,
    monotonicOrigin: parts.monotonicOrigin ?? crypto.randomUUID(),
  };
}

/** The activated part of a state. Errors: `key_store_unreadable` where the terminal was never activated. */
export function requireActivated(state: TerminalState): ActivatedTerminal {
  if (state.activated !== undefined) return state.activated;
  throw new TallyError('key_store_unreadable', {
    detail: 'This device is not activated. Activate it first.',
  });
}

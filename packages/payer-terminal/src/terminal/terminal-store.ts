import type { TerminalState } from './terminal-state.ts';

/** What a change makes of the state, and what it tells its caller. */
export interface Change<Answer> {
  readonly state: TerminalState;
  readonly answer: Answer;
}

/**
 * Where a terminal keeps its state: a file, a browser’s database, memory.
 *
 * Errors: `key_store_unreadable`, `key_store_passphrase_wrong`, `key_store_busy`.
 */
export interface TerminalStore {
  /** True where the store can keep only keys whose bytes it can read. */
  readonly needsExtractableKeys: boolean;
  /** The state as it was last stored; the blank state where nothing was. */
  read(): Promise<TerminalState>;
  /**
   * One transaction: no other change runs between the state that `change` is given and the one it returns, and that
   * one is durable before the promise resolves. Where `change` throws, nothing is stored.
   */
  update<Answer>(change: (state: TerminalState) => Promise<Change<Answer>>): Promise<Answer>;
}

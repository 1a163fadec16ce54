import type { Clock } from '@tallystick/foundation';
import type { Wait } from './wait.ts';

/** What a command writes to; `process.stdout` is one. */
export interface PayerOutput {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** All that the payer’s commands touch of the outside world, apart from the key store and the files they are told of. */
export interface PayerIo {
  readonly stdout: PayerOutput;
  readonly stderr: PayerOutput;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Only `activate` uses it. */
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  /** Waits, or returns early when the signal is aborted; by default on the system’s timers. */
  readonly wait?: Wait;
  /** Ends a live screen, as Ctrl-C does. */
  readonly signal?: AbortSignal;
}

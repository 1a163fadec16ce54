import { systemClock, type Clock } from '@tallystick/foundation';
import { readEnvironment, type Environment } from '../environment/read-environment.ts';

/** What a command writes to; `process.stdout` is one. */
export interface CommandOutput {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** All of the outside world that commands touch, handed in so that a test can be that world. */
export interface CommandIo {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly stdout: CommandOutput;
  readonly stderr: CommandOutput;
  readonly env: Environment;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  /** Waits, or returns early when the signal is aborted; by default on the system’s timers. */
  readonly wait?: (durationMs: number, signal?: AbortSignal) => Promise<void>;
  /** Ends what goes on and on, as Ctrl-C does. */
  readonly signal?: AbortSignal;
}

/** The world of a real process. */
export const processIo: CommandIo = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: readEnvironment(),
  fetch: globalThis.fetch,
  clock: systemClock,
};

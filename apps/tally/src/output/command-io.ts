import type { Clock } from '@tallystick/foundation';
import type { Environment } from '../environment/read-environment.ts';

/** What a command writes to. */
export interface CommandOutput {
  /** Never throws; `written` tells what came of it. */
  write(text: string): unknown;
  /**
   * Resolves when all text so far was taken by the operating system. Left out where that can’t fail.
   *
   * @throws TallyError `output_not_written`, once, where some of it was not; the cause is the system’s name of the reason.
   */
  written?(): Promise<void>;
  readonly isTTY?: boolean;
  readonly columns?: number | undefined;
}

/** All of the outside world that commands touch, handed in so that a test can be that world. */
export interface CommandIo {
  readonly stdin: AsyncIterable<Uint8Array | string> & { readonly isTTY?: boolean };
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

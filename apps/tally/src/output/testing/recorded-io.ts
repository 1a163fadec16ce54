import { createManualClock } from '@tallystick/foundation';
import { noonMs } from '@tallystick/payer-terminal/testing';
import type { CommandIo } from '../command-io.ts';

export interface RecordedIo extends CommandIo {
  readonly clock: ReturnType<typeof createManualClock>;
  /** All that was written so far, and forgets it. */
  takeOutput(): string;
  takeErrors(): string;
}

/** What a command reads and writes, in memory. Waiting moves the clock, and takes no time. */
export function recordedIo(parts: Partial<CommandIo> & { readonly isTTY?: boolean } = {}): RecordedIo {
  const clock = createManualClock(noonMs);
  const output: string[] = [];
  const errors: string[] = [];
  return {
    stdin: (async function* () {})(),
    stdout: { write: (text) => output.push(text), isTTY: parts.isTTY ?? false, columns: 100 },
    stderr: { write: (text) => errors.push(text) },
    env: {},
    fetch: () => Promise.reject(new Error('A command asked for the network.')),
    wait(durationMs) {
      clock.advance(durationMs);
      return Promise.resolve();
    },
    ...parts,
    clock,
    takeOutput: () => output.splice(0).join(''),
    takeErrors: () => errors.splice(0).join(''),
  };
}

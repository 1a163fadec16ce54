import { isatty } from 'node:tty';
import { TallyError } from '@tallystick/foundation';
import type { CommandOutput } from './command-io.ts';
import { writerTo } from './write-to-descriptor.ts';

/** What `output_not_written` says in short: the operating system’s name of the reason, such as `ENOSPC`. */
export function reasonNotWritten(error: unknown): string {
  const { cause } = error instanceof Error ? error : {};
  return typeof cause === 'string' ? cause : 'unknown';
}

/** True where output was lost because its reader has ended: `tally operator payments | head -1`. */
export function isReaderGone(error: unknown): boolean {
  return (
    error instanceof TallyError && error.code === 'output_not_written' && reasonNotWritten(error) === 'EPIPE'
  );
}

/** Standard output or standard error of this process, of which a command can learn what was not written. */
export function createProcessOutput(name: 'stdout' | 'stderr'): CommandOutput {
  const isTTY = isatty(name === 'stdout' ? 1 : 2);
  const write = writerTo(name);
  let failure: TallyError | undefined;
  let lastWrite = Promise.resolve();
  return {
    isTTY,
    get columns() {
      return isTTY ? process[name].columns : undefined;
    },
    write(text) {
      lastWrite = write(text).then((failed) => {
        if (failed !== undefined) failure ??= new TallyError('output_not_written', { cause: failed.reason });
      });
    },
    async written() {
      await lastWrite;
      const error = failure;
      failure = undefined;
      if (error !== undefined) throw error;
    },
  };
}

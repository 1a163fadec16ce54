import { fstatSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { TallyError } from '@tallystick/foundation';
import type { CommandOutput } from './command-io.ts';

/** What `output_not_written` says in short: the operating system’s name of the reason, such as `ENOSPC`. */
export function reasonNotWritten(error: unknown): string {
  const { cause } = error instanceof Error ? error : {};
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
}

/** True where output was lost because its reader has ended: `tally operator payments | head -1`. */
export function isReaderGone(error: unknown): boolean {
  return (
    error instanceof TallyError && error.code === 'output_not_written' && reasonNotWritten(error) === 'EPIPE'
  );
}

/** Standard output or standard error of this process, of which a command can learn what was not written. */
export function createProcessOutput(name: 'stdout' | 'stderr'): CommandOutput {
  const descriptor = name === 'stdout' ? 1 : 2;
  const isTTY = isatty(descriptor);
  const write = isFile(descriptor) ? fileWriter(descriptor) : streamWriter(() => process[name]);
  let failure: Error | undefined;
  let lastWrite = Promise.resolve();
  return {
    isTTY,
    get columns() {
      return isTTY ? process[name].columns : undefined;
    },
    write(text) {
      const written = write(text).catch((cause: unknown) => {
        failure ??= new TallyError('output_not_written', { cause });
      });
      lastWrite = Promise.all([lastWrite, written]).then(() => undefined);
    },
    async written() {
      await lastWrite;
      const error = failure;
      failure = undefined;
      if (error !== undefined) throw error;
    },
  };
}

/** A file, or a device that is no terminal: writing to it ends at once. */
function isFile(descriptor: number): boolean {
  const kind = fstatSync(descriptor);
  return kind.isFile() || kind.isBlockDevice() || (kind.isCharacterDevice() && !isatty(descriptor));
}

/** Node’s own stream for files takes a write that ended in the middle, on a disk that is nearly full, for a whole one. */
function fileWriter(descriptor: number): (text: string) => Promise<void> {
  return async (text) => {
    const bytes = Buffer.from(text);
    for (let offset = 0; offset < bytes.length;) {
      offset += writeSync(descriptor, bytes, offset, bytes.length - offset);
    }
  };
}

/** Pipes, sockets and terminals. */
function streamWriter(streamNow: () => NodeJS.WriteStream): (text: string) => Promise<void> {
  let stream: NodeJS.WriteStream | undefined;
  return (text) => {
    if (stream === undefined) {
      stream = streamNow();
      // Each write gets its own error; without a listener the stream would throw it a second time.
      stream.on('error', () => undefined);
    }
    const open = stream;
    return new Promise((resolve, reject) => {
      open.write(text, (error) => (error ? reject(error) : resolve()));
    });
  };
}

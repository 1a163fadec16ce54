import { fstatSync, write } from 'node:fs';
import { isatty } from 'node:tty';

/** Text that the operating system did not take. */
export interface WriteFailure {
  /** The system’s name of the reason, such as `ENOSPC`. */
  readonly reason: string;
  /** What is missing: all of the text, or its end. */
  readonly unwritten: string;
}

/** Writes after what was given before. Resolves to what is missing, or undefined where all was taken; never rejects. */
export type Write = (text: string) => Promise<WriteFailure | undefined>;

/** Writes to standard output or standard error of this process. */
export function writerTo(name: 'stdout' | 'stderr'): Write {
  const descriptor = name === 'stdout' ? 1 : 2;
  const writeNow = isFile(descriptor) ? fileWriter(descriptor) : streamWriter(() => process[name]);
  let lastWrite: Promise<unknown> = Promise.resolve();
  return (text) => {
    const written = lastWrite.then(() => writeNow(text));
    lastWrite = written;
    return written;
  };
}

/** A file, or a device that is no terminal. */
function isFile(descriptor: number): boolean {
  const kind = fstatSync(descriptor);
  return kind.isFile() || kind.isBlockDevice() || (kind.isCharacterDevice() && !isatty(descriptor));
}

/**
 * Node’s own stream for files takes a write that ended in the middle, on a disk that is nearly full, for a whole one. Here
 * the rest is written, or missing; what comes after it begins on a line of its own.
 */
function fileWriter(descriptor: number): Write {
  let isLineTorn = false;
  return async (text) => {
    const bytes = Buffer.from(isLineTorn ? `\n${text}` : text);
    let offset = 0;
    try {
      while (offset < bytes.length) offset += await writeSome(descriptor, bytes, offset);
      isLineTorn = false;
      return undefined;
    } catch (error) {
      if (offset > 0) isLineTorn = bytes[offset - 1] !== 0x0a;
      return { reason: reasonOf(error), unwritten: bytes.toString('utf8', offset) };
    }
  };
}

function writeSome(descriptor: number, bytes: Buffer, offset: number): Promise<number> {
  return new Promise((resolve, reject) => {
    write(descriptor, bytes, offset, bytes.length - offset, null, (error, count) =>
      error === null ? resolve(count) : reject(error),
    );
  });
}

/** Pipes, sockets and terminals. */
function streamWriter(streamNow: () => NodeJS.WriteStream): Write {
  let stream: NodeJS.WriteStream | undefined;
  return (text) => {
    if (stream === undefined) {
      stream = streamNow();
      // Each write gets its own error; without a listener the stream would throw it a second time.
      stream.on('error', () => undefined);
    }
    const open = stream;
    return new Promise((resolve) => {
      open.write(text, (error) => resolve(error ? { reason: reasonOf(error), unwritten: text } : undefined));
    });
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

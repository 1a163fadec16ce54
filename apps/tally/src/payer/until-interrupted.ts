import type { CommandIo } from '../output/command-io.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs work that ends by its signal: the one of `io`, otherwise Ctrl-C and its kin, which then end nothing else. */
export async function untilInterrupted(io: CommandIo, work: (io: CommandIo) => Promise<void>): Promise<void> {
  if (io.signal !== undefined) return work(io);
  const interruption = new AbortController();
  const interrupt = (): void => {
    interruption.abort();
  };
  for (const signal of signals) process.on(signal, interrupt);
  try {
    await work({ ...io, signal: interruption.signal });
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
  }
}

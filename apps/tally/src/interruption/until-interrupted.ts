const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs work with a signal that is aborted by the first Ctrl-C, SIGTERM or SIGHUP. A second one ends the process as if
 * nobody listened, so that work which hangs can still be left.
 */
export async function untilInterrupted<Result>(
  onInterrupt: () => void,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const interruption = new AbortController();
  const letGo = (): void => {
    for (const signal of signals) process.off(signal, interrupt);
  };
  function interrupt(): void {
    letGo();
    onInterrupt();
    interruption.abort();
  }
  for (const signal of signals) process.on(signal, interrupt);
  try {
    return await work(interruption.signal);
  } finally {
    letGo();
  }
}

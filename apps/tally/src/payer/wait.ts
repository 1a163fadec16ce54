/** Waits, or returns early when the signal is aborted. */
export function waitFor(durationMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }
    const timer = setTimeout(ended, durationMs);
    signal?.addEventListener('abort', ended, { once: true });
    function ended(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', ended);
      resolve();
    }
  });
}

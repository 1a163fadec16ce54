/** Resolves after the time, or as soon as the signal is aborted; never rejects. Handed in, so that no test has to sleep. */
export type Wait = (waitMs: number, signal?: AbortSignal) => Promise<void>;

/** The wait of a real till, in Node and in a browser. */
export const timerWait: Wait = (waitMs, signal) =>
  new Promise((resolve) => {
    if (signal?.aborted === true) return resolve();
    const timer = setTimeout(finish, waitMs);
    signal?.addEventListener('abort', finish, { once: true });

    function finish(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      resolve();
    }
  });

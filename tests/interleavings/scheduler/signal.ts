/** Tells whoever waits that something has changed, and anybody how often it has. */
export interface Signal {
  give(): void;
  count(): number;
  /** Resolves at the next change. */
  next(): Promise<void>;
}

export function createSignal(): Signal {
  let count = 0;
  let waiting = Promise.withResolvers<undefined>();
  return {
    give() {
      count += 1;
      waiting.resolve(undefined);
      waiting = Promise.withResolvers();
    },
    count: () => count,
    next: () => waiting.promise,
  };
}

/** The keys that were named to this process lately. */
export interface SeenKeys {
  /** True where the key was marked before. From now on it is. */
  mark(key: string): boolean;
}

/**
 * Remembers the latest `atLeast` keys, and at most twice as many. A key that is forgotten looks new again; those of a batch
 * must be remembered until the batch is decided, because the second time that they are marked ends its reruns
 * (docs/adr/0013).
 */
export function createSeenKeys(atLeast: number): SeenKeys {
  // When the younger set is full it becomes the older one: cheaper than putting single keys in order.
  let younger = new Set<string>();
  let older: ReadonlySet<string> = new Set();
  return {
    mark(key) {
      if (younger.has(key)) return true;
      if (younger.size >= atLeast) [older, younger] = [younger, new Set()];
      younger.add(key);
      return older.has(key);
    },
  };
}

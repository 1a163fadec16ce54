/**
 * A cache that holds at most so many values, each for at most so long, and lets go of the one used longest ago. Uses count
 * from when it is half full.
 */
export interface BoundedCache<Value> {
  get(key: string, nowMs: number): Value | undefined;
  set(key: string, value: Value, nowMs: number): void;
  deleteWhere(predicate: (value: Value) => boolean): void;
  readonly size: number;
}

export interface BoundedCacheOptions {
  readonly maximumEntries: number;
  readonly freshMs: number;
}

/** Times are those of one monotonic clock. A Map keeps its keys in the order of insertion: the first is the oldest. */
export function createBoundedCache<Value>({
  maximumEntries,
  freshMs,
}: BoundedCacheOptions): BoundedCache<Value> {
  const entries = new Map<string, { readonly value: Value; readonly storedAtMs: number }>();

  return {
    get(key, nowMs) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (nowMs - entry.storedAtMs >= freshMs) {
        entries.delete(key);
        return undefined;
      }
      // The order is kept only where something may soon have to go: it costs more than all else here.
      if (entries.size * 2 >= maximumEntries) {
        entries.delete(key);
        entries.set(key, entry);
      }
      return entry.value;
    },
    set(key, value, nowMs) {
      entries.delete(key);
      entries.set(key, { value, storedAtMs: nowMs });
      if (entries.size <= maximumEntries) return;
      const [oldest] = entries.keys();
      if (oldest !== undefined) entries.delete(oldest);
    },
    deleteWhere(predicate) {
      for (const [key, { value }] of entries) if (predicate(value)) entries.delete(key);
    },
    get size() {
      return entries.size;
    },
  };
}

/** What one measurement found. */
export interface LoadResult {
  /** Items that were served, each acknowledged. */
  readonly served: number;
  /** From the first request to the last answer. */
  readonly elapsedMs: number;
  /** One for each served item. */
  readonly latenciesMs: Float64Array;
}

export interface ClosedLoop<Item> {
  readonly items: readonly Item[];
  readonly inFlight: number;
  /** No item is begun after this time; those begun are waited for. */
  readonly limitMs: number;
  /** Serves one item; `worker` counts from 0 and never serves two at once. */
  serve(item: Item, worker: number): Promise<void>;
}

/**
 * Keeps so many items in work until the time or the items are over. The clock runs until the last answer has come, so
 * that the time of what was begun last is not left out.
 */
export async function runClosedLoop<Item>(loop: ClosedLoop<Item>): Promise<LoadResult> {
  const latenciesMs = new Float64Array(loop.items.length);
  const startMs = performance.now();
  let begun = 0;
  let served = 0;

  async function work(worker: number): Promise<void> {
    for (;;) {
      const beginMs = performance.now();
      const item = loop.items[begun];
      if (item === undefined || beginMs - startMs >= loop.limitMs) return;
      begun += 1;
      await loop.serve(item, worker);
      latenciesMs[served] = performance.now() - beginMs;
      served += 1;
    }
  }

  await Promise.all(Array.from({ length: loop.inFlight }, (_, worker) => work(worker)));
  const elapsedMs = performance.now() - startMs;
  return { served, elapsedMs, latenciesMs: latenciesMs.slice(0, served) };
}

export function perSecond({ served, elapsedMs }: Pick<LoadResult, 'served' | 'elapsedMs'>): number {
  return (served * 1000) / elapsedMs;
}

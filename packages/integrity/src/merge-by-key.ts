/** The rows of one side, of which one batch is held. */
interface Rows<Row> {
  current(): Row | undefined;
  isUsedUp(): boolean;
  step(): void;
  refill(): Promise<void>;
}

/**
 * Walks two ordered streams side by side and tells every key once: with both rows, or with the one that there is. The keys
 * of the right side are unique; the left side may repeat one, and is then told each time. A batch of each is in memory.
 *
 * @param compare below zero where the left row comes first, as both streams are ordered.
 */
export async function mergeByKey<Left, Right>(
  leftBatches: AsyncIterable<readonly Left[]>,
  rightBatches: AsyncIterable<readonly Right[]>,
  compare: (left: Left, right: Right) => number,
  onPair: (left: Left | undefined, right: Right | undefined) => void,
): Promise<void> {
  const lefts = rowsOf(leftBatches);
  const rights = rowsOf(rightBatches);
  let isRightPaired = false;
  for (;;) {
    // Waited for once a batch, not once a row: a million waits take longer than the work.
    if (lefts.isUsedUp()) await lefts.refill();
    if (rights.isUsedUp()) await rights.refill();
    const left = lefts.current();
    const right = rights.current();
    if (left === undefined && right === undefined) return;
    const order = orderOf(left, right, compare);
    if (order > 0) {
      if (!isRightPaired) onPair(undefined, right);
      isRightPaired = false;
      rights.step();
      continue;
    }
    isRightPaired ||= order === 0;
    onPair(left, order === 0 ? right : undefined);
    lefts.step();
  }
}

function orderOf<Left, Right>(
  left: Left | undefined,
  right: Right | undefined,
  compare: (left: Left, right: Right) => number,
): number {
  if (left === undefined) return 1;
  return right === undefined ? -1 : compare(left, right);
}

function rowsOf<Row>(batches: AsyncIterable<readonly Row[]>): Rows<Row> {
  const iterator = batches[Symbol.asyncIterator]();
  let batch: readonly Row[] = [];
  let index = 0;
  let isOver = false;
  return {
    current: () => batch[index],
    isUsedUp: () => index >= batch.length && !isOver,
    step: () => void (index += 1),
    async refill() {
      const next = await iterator.next();
      isOver = next.done === true;
      batch = next.done === true ? [] : next.value;
      index = 0;
    },
  };
}

/** Compares the keys of two rows, part by part. */
export function compareKeys(left: readonly (string | number)[], right: readonly (string | number)[]): number {
  for (const [index, part] of left.entries()) {
    const other = right[index];
    if (other === undefined || part > other) return 1;
    if (part < other) return -1;
  }
  return 0;
}

/** A place in a list that is ordered by time and id: what `next` says, to be sent back as `after`. */
export interface ListCursor {
  readonly at: Date;
  readonly id: string;
}

/** Milliseconds and id; ids have no point in them. */
export const listCursorPattern = '^[0-9]{1,15}\\.[0-9A-Za-z_]{1,64}$';

/** Sorts behind everything, so that the first page of a list that goes back in time begins after it. */
const afterEverything: ListCursor = { at: new Date(Date.UTC(9999, 11, 31)), id: '' };

export function readListCursor(text: string | undefined): ListCursor {
  const [ms, id] = text?.split('.') ?? [];
  return ms === undefined || id === undefined ? afterEverything : { at: new Date(Number(ms)), id };
}

/**
 * The newest first, and of one moment the highest id, as the statements of the lists have it. Ids are compared by their
 * bytes, as a database with several buckets does (open-installation.ts).
 */
export function compareNewestFirst(left: ListCursor, right: ListCursor): number {
  const byTime = right.at.getTime() - left.at.getTime();
  if (byTime !== 0 || left.id === right.id) return byTime;
  return left.id < right.id ? 1 : -1;
}

export function listCursorText({ at, id }: ListCursor): string {
  return `${at.getTime()}.${id}`;
}

/** Makes a page of what was read with a limit of one more than it may show. */
export function listPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  parts: { readonly toItem: (row: Row) => Item; readonly cursorOf: (row: Row) => ListCursor },
): { readonly items: readonly Item[]; readonly next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const hasNext = rows.length > limit && last !== undefined;
  return { items: shown.map(parts.toItem), next: hasNext ? listCursorText(parts.cursorOf(last)) : null };
}

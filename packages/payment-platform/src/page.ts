/** Lists are answered in pages. */
export const pageSize = 100;

/** The nil UUID (RFC 9562, section 5.9): the first page is the one after it. */
export const beforeEveryId = '00000000-0000-0000-0000-000000000000';

export interface PageRequest {
  /** The id that the page before ended with; left out for the first page. */
  readonly after?: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** To be sent as `after` for the next page; null on the last one. */
  readonly next: string | null;
}

/** Makes a page of what was read with a limit of `pageSize + 1`: the one too many shows that there is a next page. */
export function pageOf<Item>(items: readonly Item[], idOf: (item: Item) => string): Page<Item> {
  const shown = items.slice(0, pageSize);
  const last = shown.at(-1);
  const hasNext = items.length > pageSize && last !== undefined;
  return { items: shown, next: hasNext ? idOf(last) : null };
}

import type { Transaction } from '@tallystick/postgres';

/** The whole database at one moment, however long the looking takes and whatever is written meanwhile. */
export interface Snapshot {
  read<Row extends object>(text: string): Promise<readonly Row[]>;
  /** The rows of a table, counted once. */
  countOf(table: string): Promise<number>;
  /** The rows of a query in its order, batch by batch, so that memory stays bounded. */
  stream<Row extends object>(text: string): AsyncGenerator<readonly Row[], void, undefined>;
}

/** A megabyte or two at a time. */
const rowsAtOnce = 5_000;

export function createSnapshot(transaction: Transaction): Snapshot {
  const counts = new Map<string, Promise<number>>();
  let streams = 0;

  function read<Row extends object>(text: string): Promise<readonly Row[]> {
    return transaction.read<Row>({ name: '', text, values: [] });
  }
  async function count(table: string): Promise<number> {
    const [row] = await read<{ count: bigint }>(`SELECT count(*) AS count FROM ${table}`);
    return Number(row?.count ?? 0);
  }
  return {
    read,
    countOf(table) {
      const known = counts.get(table) ?? count(table);
      counts.set(table, known);
      return known;
    },
    async *stream<Row extends object>(text: string) {
      const cursor = `tallystick_${(streams += 1)}`;
      await read(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${text}`);
      for (;;) {
        const rows = await read<Row>(`FETCH ${rowsAtOnce} FROM ${cursor}`);
        if (rows.length === 0) break;
        yield rows;
      }
      await read(`CLOSE ${cursor}`);
    },
  };
}

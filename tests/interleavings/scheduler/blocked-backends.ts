import type { Database } from '@tallystick/postgres';

interface BlockedRow {
  readonly backend: number;
}

/**
 * Which of these backends wait for a lock that another of them holds or wants before them. Whoever waits for somebody else,
 * such as a vacuum, goes on by itself.
 */
export async function blockedAmong(
  database: Database,
  backends: readonly number[],
): Promise<ReadonlySet<number>> {
  const rows = await database.query<BlockedRow>({
    name: 'test.blocked_among',
    text: `SELECT backend FROM unnest($1::integer[]) AS backend WHERE pg_blocking_pids(backend) && $1::integer[]`,
    values: [backends],
  });
  return new Set(rows.map(({ backend }) => backend));
}

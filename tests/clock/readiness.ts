import { waitUntil } from '../../packages/postgres/src/embedded/process-table.ts';
import type { Database } from '@tallystick/postgres';

export interface Readiness {
  readonly status: number;
  /** Why not; empty where it is ready. */
  readonly detail: string;
}

const patienceMs = 30_000;

/** What `/readyz` answers: it looks at the clocks anew. */
export async function readiness(address: string | URL): Promise<Readiness> {
  const response = await fetch(new URL('/readyz', address));
  const { detail = '' } = JSON.parse(await response.text());
  return { status: response.status, detail: String(detail) };
}

/** Waits until payments can be decided. */
export async function untilReady(address: string | URL, timeoutMs = patienceMs): Promise<void> {
  let last: Readiness | undefined;
  const isReady = await waitUntil(async () => (last = await readiness(address)).status === 200, timeoutMs);
  if (!isReady) throw new Error(`not ready: ${last?.detail}`);
}

/** The stored high-water mark; undefined where there is none. */
export async function readMarkMs(
  database: Database,
  schema: 'platform' | 'authentication' = 'platform',
): Promise<number | undefined> {
  const [row] = await database.query<{ readonly high_water: Date }>({
    name: '',
    text: `SELECT high_water FROM ${schema}.clock_mark`,
    values: [],
  });
  return row?.high_water.getTime();
}

import type { Database } from '@tallystick/postgres';
import type { IntegrityCheck, Look } from './integrity-check.ts';
import { createSnapshot, type Snapshot } from './snapshot.ts';

export interface CheckedLook extends Look {
  readonly name: string;
  readonly says: string;
  readonly isNotice: boolean;
}

/** A database of millions of payments is read whole. */
const defaultTimeoutMs = 10 * 60_000;

/**
 * Room to join and sort millions of rows. A cursor is read to its end, so its plan need not be quick with the first row; and
 * every rule reads whole tables, which a plan made from old statistics would look up one by one.
 */
const settings = { work_mem: '64MB', cursor_tuple_fraction: '1', enable_nestloop: 'off' };

/**
 * Runs checks one after another on one snapshot, so that they agree with each other and hold while the system runs.
 *
 * @param onLook Told of each check as soon as it is done.
 */
export async function checkIntegrity(
  database: Database,
  checks: readonly IntegrityCheck[],
  options: {
    readonly statementTimeoutMs?: number;
    readonly onLook?: (look: CheckedLook) => void;
  } = {},
): Promise<readonly CheckedLook[]> {
  const { onLook, ...limits } = options;
  return withSnapshot(database, (snapshot) => runChecks(snapshot, checks, onLook), limits);
}

/** Runs work on one snapshot, which is taken before the work begins and stands until it has ended. */
export async function withSnapshot<Answer>(
  database: Database,
  work: (snapshot: Snapshot) => Promise<Answer>,
  { statementTimeoutMs = defaultTimeoutMs }: { readonly statementTimeoutMs?: number } = {},
): Promise<Answer> {
  return database.transaction(
    async (transaction) => {
      const snapshot = createSnapshot(transaction);
      // PostgreSQL takes the snapshot with the first statement that reads.
      await snapshot.read('SELECT 1');
      return work(snapshot);
    },
    { statementTimeoutMs, isSnapshot: true, settings },
  );
}

/** Runs checks one after another on a snapshot that stands. */
export async function runChecks(
  snapshot: Snapshot,
  checks: readonly IntegrityCheck[],
  onLook: (look: CheckedLook) => void = () => undefined,
): Promise<readonly CheckedLook[]> {
  const looks: CheckedLook[] = [];
  for (const check of checks) {
    const { name, says, isNotice } = check;
    const look = { name, says, isNotice, ...(await check.look(snapshot)) };
    looks.push(look);
    onLook(look);
  }
  return looks;
}

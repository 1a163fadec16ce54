import type { Database } from '../connections/database.ts';
import type { IntegrityCheck, Look } from './integrity-check.ts';
import { createSnapshot } from './snapshot.ts';

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
  const { statementTimeoutMs = defaultTimeoutMs, onLook = () => undefined } = options;
  return database.transaction(
    async (transaction) => {
      const snapshot = createSnapshot(transaction);
      const looks: CheckedLook[] = [];
      for (const check of checks) {
        const { name, says, isNotice } = check;
        const look = { name, says, isNotice, ...(await check.look(snapshot)) };
        looks.push(look);
        onLook(look);
      }
      return looks;
    },
    { statementTimeoutMs, isSnapshot: true, settings },
  );
}

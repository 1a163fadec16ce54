import { countedWrite } from './counted-write.ts';
import type { Session } from './session.ts';
import type { StatementResult } from './statement-group.ts';
import type { Statement } from './statement.ts';
import type { Transaction } from './transaction.ts';

/**
 * Runs the work once in one transaction. BEGIN travels with the first reads, COMMIT with the writes.
 * Throws what went wrong first; then everything is rolled back, or the session is broken, or (when the answer to COMMIT
 * was lost) the caller can’t know.
 */
export async function runTransaction<Answer>(
  session: Session,
  work: (transaction: Transaction) => Promise<Answer>,
): Promise<Answer> {
  const reads = createReads(session);
  const writes: Statement[] = [];
  let ended = false;

  const transaction: Transaction = {
    async read<Row extends object>(statement: Statement): Promise<readonly Row[]> {
      if (ended) throw new Error('A statement came after the end of its transaction.');
      const result = await reads.send(statement);
      return result.rows as Row[];
    },
    write: (statement, expectedRowCount) => keep(countedWrite({ statement, expectedRowCount })),
    insert: keep,
  };

  function keep(statement: Statement): void {
    if (ended) throw new Error('A write came after the end of its transaction.');
    writes.push(statement);
  }

  try {
    const [outcome] = await Promise.allSettled([work(transaction)]);
    // A read that the work did not wait for counts too: its failure is the first.
    await reads.settled();
    if (outcome.status === 'rejected') throw outcome.reason;
    ended = true;
    if (reads.hasBegun() || writes.length > 0) await commit(session, writes, reads.hasBegun());
    return outcome.value;
  } catch (error) {
    ended = true;
    if (reads.hasBegun() || writes.length > 0) await rollBack(session);
    throw error;
  }
}

interface Reads {
  /** Reads that are asked for in one turn of the event loop travel together. */
  send(statement: Statement): Promise<StatementResult>;
  /** @throws what failed first. */
  settled(): Promise<void>;
  hasBegun(): boolean;
}

function createReads(session: Session): Reads {
  const groups: Promise<void>[] = [];
  let gathering:
    { readonly statements: Statement[]; readonly results: Promise<readonly StatementResult[]> } | undefined;

  function gather(): NonNullable<typeof gathering> {
    const statements = groups.length === 0 ? [begin] : [];
    const results = new Promise<void>((resolve) => {
      process.nextTick(resolve);
    }).then(() => {
      gathering = undefined;
      return session.send(statements);
    });
    // Whether it failed is looked at again before COMMIT; until then that is nobody’s surprise. Its rows are not kept.
    const end = results.then(() => undefined);
    end.catch(() => undefined);
    groups.push(end);
    return { statements, results };
  }
  return {
    async send(statement) {
      gathering ??= gather();
      const place = gathering.statements.push(statement) - 1;
      const results = await gathering.results;
      const result = results[place];
      if (result === undefined) throw new Error('A statement was not answered.');
      return result;
    },
    async settled() {
      for (const group of groups) await group;
    },
    hasBegun: () => groups.length > 0,
  };
}

async function commit(session: Session, writes: readonly Statement[], hasBegun: boolean): Promise<void> {
  const results = await session.send([...(hasBegun ? [] : [begin]), ...writes, commitStatement]);
  // Inside a failed transaction COMMIT succeeds with the command ROLLBACK.
  if (results.at(-1)?.command !== 'COMMIT') {
    throw new Error('The transaction was rolled back where COMMIT was asked for.');
  }
}

/** Outside a transaction ROLLBACK is only a warning. Where it fails, the session is broken and its end rolls back. */
async function rollBack(session: Session): Promise<void> {
  if (session.isBroken()) return;
  await session.send([rollBackStatement]).catch(() => undefined);
}

const begin = control('BEGIN');
const commitStatement = control('COMMIT');
const rollBackStatement = control('ROLLBACK');

/** Prepared, so that it can travel in a group. */
function control(text: 'BEGIN' | 'COMMIT' | 'ROLLBACK'): Statement {
  return { name: text, text, values: [] };
}

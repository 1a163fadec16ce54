import type { QueryResult } from 'pg';
import { countedWrite, type Write } from './counted-write.ts';
import type { Session } from './session.ts';
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
  const pending: Promise<void>[] = [];
  const writes: Write[] = [];

  let ended = false;

  function begin(): void {
    if (ended) throw new Error('A statement came after the end of its transaction.');
    if (pending.length === 0) void keep(session.send(control('BEGIN')));
  }
  function keep(result: Promise<QueryResult<object>>): Promise<QueryResult<object>> {
    // Whether it failed is looked at again before COMMIT; until then that is nobody’s surprise. Its rows are not kept.
    const end = result.then(() => undefined);
    end.catch(() => undefined);
    pending.push(end);
    return result;
  }
  const transaction: Transaction = {
    async read<Row extends object>(statement: Statement): Promise<readonly Row[]> {
      begin();
      const result = await keep(session.send(statement));
      return result.rows as Row[];
    },
    write(statement, expectedRowCount) {
      if (ended) throw new Error('A write came after the end of its transaction.');
      writes.push({ statement, expectedRowCount });
    },
  };

  const answer = await settle(work(transaction), pending, session);
  if (writes.length > 0) begin();
  ended = true;
  if (pending.length === 0) return answer;
  // BEGIN must have succeeded before a write is sent: outside a transaction each write would stand alone.
  await settle(Promise.resolve(), pending, session);
  await commit(session, writes);
  return answer;
}

/** Waits for the work and for every statement that it sent; throws the failure that came first. */
async function settle<Answer>(
  work: Promise<Answer>,
  pending: readonly Promise<void>[],
  session: Session,
): Promise<Answer> {
  const [outcome] = await Promise.allSettled([work]);
  try {
    for (const result of pending) await result;
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  } catch (error) {
    if (pending.length > 0 && !session.isBroken()) await session.send(control('ROLLBACK'));
    throw error;
  }
}

async function commit(session: Session, writes: readonly Write[]): Promise<void> {
  const results = writes.map((write) => session.send(countedWrite(write)));
  // A value that the driver can’t encode fails here and now, and its statement is never sent. COMMIT must not follow.
  await new Promise(process.nextTick);
  results.push(session.send(control(session.isBroken() ? 'ROLLBACK' : 'COMMIT')));
  const outcomes = await Promise.allSettled(results);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  const last = outcomes.at(-1);
  // Inside a failed transaction COMMIT succeeds with the command ROLLBACK.
  if (last?.status !== 'fulfilled' || last.value.command !== 'COMMIT') {
    throw new Error('The transaction was rolled back where COMMIT was asked for.');
  }
}

function control(text: 'BEGIN' | 'COMMIT' | 'ROLLBACK'): Statement {
  return { name: '', text, values: [] };
}

import { type ClientBase, DatabaseError } from 'pg';
import { preparedStatementsOf } from './prepared-statements.ts';
import { sendGroup, type StatementResult } from './statement-group.ts';
import { isSimple, type Statement } from './statement.ts';

/** One connection for as long as one caller has it to itself. */
export interface Session {
  /**
   * Sends statements together; resolves with a result for each when all have succeeded. Where one fails, those behind it
   * are not executed, and its error is thrown. What is sent while others are in work waits for them.
   */
  send(statements: readonly Statement[]): Promise<readonly StatementResult[]>;
  /** True when a statement has shown that the connection must not be used again. */
  isBroken(): boolean;
}

export interface SessionOptions {
  /** Our own limit on a silent server; the database’s statement_timeout ends a slow statement earlier. */
  readonly answerTimeoutMs: number;
  /** Told of every statement that failed. */
  readonly onFailure?: (error: unknown) => void;
}

export function createSession(client: ClientBase, { answerTimeoutMs, onFailure }: SessionOptions): Session {
  const prepared = preparedStatementsOf(client);
  let broken = false;
  let last: Promise<unknown> = Promise.resolve();

  async function sendNow(statements: readonly Statement[]): Promise<readonly StatementResult[]> {
    const results: StatementResult[] = [];
    try {
      for (const group of groupsOf(statements)) {
        results.push(...(await sendGroup(client, prepared, group, answerTimeoutMs)));
      }
      return results;
    } catch (error) {
      broken ||= endsConnection(error);
      onFailure?.(error);
      throw withoutValues(error);
    }
  }
  return {
    isBroken: () => broken,
    send(statements) {
      const answer = last.then(() => sendNow(statements));
      last = answer.catch(() => undefined);
      return answer;
    },
  };
}

/** The simple protocol has no groups: such a text travels alone, and what stands behind it waits for it. */
function groupsOf(statements: readonly Statement[]): readonly (readonly Statement[])[] {
  const groups: Statement[][] = [];
  for (const statement of statements) {
    const group = groups.at(-1);
    const joins = group?.[0] !== undefined && !isSimple(group[0]) && !isSimple(statement);
    if (joins) group.push(statement);
    else groups.push([statement]);
  }
  return groups;
}

/** The database ends the connection after errors above `ERROR`; after anything that isn’t its word we do. */
function endsConnection(error: unknown): boolean {
  return !(error instanceof DatabaseError) || error.severity !== 'ERROR';
}

/** These fields quote the row that failed, with all its columns; an error may end up in a log. */
function withoutValues(error: unknown): unknown {
  if (error instanceof DatabaseError) {
    error.detail = undefined;
    error.where = undefined;
    error.internalQuery = undefined;
  }
  return error;
}

import { type ClientBase, DatabaseError, type QueryResult } from 'pg';
import type { Statement } from './statement.ts';

/** One connection for as long as one caller has it to itself. */
export interface Session {
  /** Sends without waiting for what was sent before. */
  send(statement: Statement): Promise<QueryResult<object>>;
  /** True when something else than the database’s own word went wrong: the connection must not be used again. */
  isBroken(): boolean;
}

/** `answerTimeoutMs` is our own limit on a silent server; its statement_timeout should end a slow statement earlier. */
export function createSession(client: ClientBase, answerTimeoutMs: number): Session {
  let broken = false;
  return {
    isBroken: () => broken,
    send: (statement) =>
      new Promise((resolve, reject) => {
        const config = { ...toQueryConfig(statement), query_timeout: answerTimeoutMs };
        // The callback, not the promise, because it sets `broken` before anything else can run.
        client.query<object>(config, (error: Error | null, result) => {
          if (error === null) {
            resolve(result);
            return;
          }
          broken ||= !(error instanceof DatabaseError);
          reject(error);
        });
      }),
  };
}

/** Without name and values the driver uses the simple protocol, which takes several statements in one text. */
function toQueryConfig({ name, text, values }: Statement): {
  name?: string;
  text: string;
  values?: unknown[];
} {
  return {
    text,
    ...(name === '' ? {} : { name }),
    ...(values.length === 0 ? {} : { values: [...values] }),
  };
}

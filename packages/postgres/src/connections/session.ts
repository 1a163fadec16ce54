import type { Socket } from 'node:net';
import { type ClientBase, DatabaseError, type QueryResult } from 'pg';
import type { Statement } from './statement.ts';

/** One connection for as long as one caller has it to itself. */
export interface Session {
  /** Sends without waiting for what was sent before. */
  send(statement: Statement): Promise<QueryResult<object>>;
  /** True when a statement has shown that the connection must not be used again. */
  isBroken(): boolean;
}

export interface SessionOptions {
  /** Our own limit on a silent server; the database’s statement_timeout ends a slow statement earlier. */
  readonly answerTimeoutMs: number;
  /** The connection’s socket, where statements sent in one turn of the event loop shall leave in one packet. */
  readonly socket?: Socket;
}

export function createSession(client: ClientBase, { answerTimeoutMs, socket }: SessionOptions): Session {
  let broken = false;
  return {
    isBroken: () => broken,
    send: (statement) =>
      new Promise((resolve, reject) => {
        if (socket !== undefined) corkForThisTurn(socket);
        const config = { ...toQueryConfig(statement), query_timeout: answerTimeoutMs };
        // The callback, not the promise, because it sets `broken` before anything else can run.
        client.query<object>(config, (error: Error | null, result) => {
          if (error === null) {
            resolve(result);
            return;
          }
          broken ||= endsConnection(error);
          reject(withoutValues(error));
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

/** The database ends the connection after errors above `ERROR`; after anything that isn’t its word we do. */
function endsConnection(error: Error): boolean {
  return !(error instanceof DatabaseError) || error.severity !== 'ERROR';
}

/** These fields quote the row that failed, with all its columns; an error may end up in a log. */
function withoutValues(error: Error): Error {
  if (error instanceof DatabaseError) {
    error.detail = undefined;
    error.where = undefined;
    error.internalQuery = undefined;
  }
  return error;
}

/** Measured on a Unix socket: a batch of one payment takes a quarter less time than with a packet a statement. */
function corkForThisTurn(socket: Socket): void {
  if (socket.writableCorked > 0) return;
  socket.cork();
  process.nextTick(() => {
    socket.uncork();
  });
}

import type { ClientBase, Connection, Submittable } from 'pg';
import { encodeValue, type EncodedValue } from './encode-value.ts';
import type { PreparedStatements } from './prepared-statements.ts';
import { decodeRow, toColumns, type Column, type FieldDescription } from './rows.ts';
import { isSimple, type Statement } from './statement.ts';

/** What the database answered to one statement. */
export interface StatementResult {
  readonly rows: readonly object[];
  /** The first word of its completion, such as `UPDATE` or `COMMIT`. */
  readonly command: string;
}

/** A statement on its way, and what has come back of it. */
interface Part {
  readonly statement: Statement;
  readonly values: EncodedValue[];
  /** Whether the database has to parse it first, and to describe its rows. */
  readonly isNew: boolean;
  columns: readonly Column[] | undefined;
  readonly rows: object[];
  command: string;
}

/** What the driver calls while the group is in work; its types name only `submit`. */
interface Group extends Submittable {
  readonly query_timeout: number;
  callback: (error?: Error | null) => void;
  handleRowDescription(message: { readonly fields: readonly FieldDescription[] }): void;
  handleDataRow(message: { readonly fields: readonly (string | null)[] }): void;
  handleCommandComplete(message: { readonly text: string }): void;
  handleEmptyQuery(): void;
  handleReadyForQuery(): void;
  handleError(error: Error): void;
}

/**
 * Sends statements in one packet with one Sync at its end (PostgreSQL, “Frontend/Backend Protocol”, “Pipelining”), so that
 * their answers come back in one packet too, and so that nothing behind a statement that failed is executed, a COMMIT
 * least of all. The driver’s own pipelining has a Sync behind each statement: a batch of payments took half as long again.
 *
 * Resolves with a result for each statement when the Sync is answered: it commits what stands outside BEGIN … COMMIT.
 * Rejects with what failed first. A value that can’t be encoded fails before anything was sent.
 */
export async function sendGroup(
  client: ClientBase,
  prepared: PreparedStatements,
  statements: readonly Statement[],
  answerTimeoutMs: number,
): Promise<readonly StatementResult[]> {
  const parts = toParts(prepared, statements);
  await new Promise<void>((resolve, reject) => {
    client.query(
      createGroup(parts, prepared, answerTimeoutMs, (error) => {
        if (error) reject(error);
        else resolve();
      }),
    );
  });
  return parts;
}

function toParts(prepared: PreparedStatements, statements: readonly Statement[]): readonly Part[] {
  const named = new Map<string, string>();
  return statements.map((statement) => {
    const { name, text } = statement;
    assertUnique(name, text, prepared.textOf(name) ?? named.get(name));
    const columns = prepared.columnsOf(name);
    const isNew = columns === undefined && !named.has(name);
    if (name !== '') named.set(name, text);
    return { statement, values: statement.values.map(encodeValue), isNew, columns, rows: [], command: '' };
  });
}

function assertUnique(name: string, text: string, earlierText: string | undefined): void {
  if (earlierText === undefined || earlierText === text) return;
  throw new Error(`The name of a statement must be unique: “${name}” stands for another text.`);
}

function createGroup(
  parts: readonly Part[],
  prepared: PreparedStatements,
  answerTimeoutMs: number,
  callback: Group['callback'],
): Group {
  let answered = 0;
  let undecodable: Error | undefined;

  function end(error?: Error): void {
    for (const { statement, isNew, columns } of parts) {
      if (statement.name === '' || !isNew) continue;
      if (error === undefined) prepared.keep(statement, columns ?? []);
      else prepared.doubt(statement);
    }
    // Not `callback`: the driver has put its timer around it.
    group.callback(error ?? undecodable);
  }
  function endStatement(command: string): void {
    const part = parts[answered];
    if (part === undefined) return;
    part.command = command;
    // A text of several statements is one part and completes several times.
    if (!isSimple(part.statement)) answered += 1;
  }
  const group: Group = {
    query_timeout: answerTimeoutMs,
    callback,
    submit(connection) {
      // The driver writes message by message; corked, they leave in one packet.
      connection.stream.cork();
      submitParts(connection, prepared, parts);
      connection.stream.uncork();
    },
    handleRowDescription({ fields }) {
      const part = parts[answered];
      if (part !== undefined) part.columns = toColumns(fields);
    },
    handleDataRow({ fields }) {
      const part = parts[answered];
      try {
        part?.rows.push(decodeRow(part.columns ?? [], fields));
      } catch (error) {
        undecodable ??= error instanceof Error ? error : new Error('A row could not be decoded.');
      }
    },
    handleCommandComplete: ({ text }) => endStatement(text.split(' ', 1)[0] ?? ''),
    handleEmptyQuery: () => endStatement(''),
    handleReadyForQuery: () => end(),
    handleError: end,
  };
  return group;
}

function submitParts(connection: Connection, prepared: PreparedStatements, parts: readonly Part[]): void {
  const [first] = parts;
  if (first !== undefined && isSimple(first.statement)) {
    connection.query(first.statement.text);
    return;
  }
  for (const { statement, values, isNew, columns } of parts) {
    const { name, text } = statement;
    // Closing a statement that does not exist is no error; parsing one that does is.
    if (isNew && prepared.isUncertain(name)) connection.close({ type: 'S', name }, true);
    if (isNew) connection.parse({ name, text, types: [] }, true);
    connection.bind({ statement: name, values }, true);
    if (columns === undefined) connection.describe({ type: 'P', name: '' }, true);
    connection.execute(null, true);
  }
  connection.sync();
}

import type { ClientBase } from 'pg';
import type { Column } from './rows.ts';
import type { Statement } from './statement.ts';

/** The statements that one connection has prepared, by their names. */
export interface PreparedStatements {
  /** The text that a name stands for. */
  textOf(name: string): string | undefined;
  /** The columns of a prepared statement, none for one without rows; undefined where it is not prepared. */
  columnsOf(name: string): readonly Column[] | undefined;
  /** True where it can’t be known whether the database has it: it came behind or was what failed. */
  isUncertain(name: string): boolean;
  keep(statement: Statement, columns: readonly Column[]): void;
  doubt(statement: Statement): void;
}

interface Entry {
  readonly text: string;
  readonly columns: readonly Column[] | undefined;
}

const ofClients = new WeakMap<ClientBase, PreparedStatements>();

/** They live as long as the connection, whoever has it at the moment. */
export function preparedStatementsOf(client: ClientBase): PreparedStatements {
  const known = ofClients.get(client) ?? createPreparedStatements();
  ofClients.set(client, known);
  return known;
}

function createPreparedStatements(): PreparedStatements {
  const entries = new Map<string, Entry>();
  return {
    textOf: (name) => entries.get(name)?.text,
    columnsOf: (name) => entries.get(name)?.columns,
    isUncertain: (name) => entries.has(name) && entries.get(name)?.columns === undefined,
    keep: ({ name, text }, columns) => void entries.set(name, { text, columns }),
    doubt: ({ name, text }) => void entries.set(name, { text, columns: undefined }),
  };
}

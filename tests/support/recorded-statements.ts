import type { Database, Statement, Transaction } from '@tallystick/postgres';

/** Of one text; others have other values and the same plan. */
const maximumExamples = 2;
const examples = new Map<string, Statement[]>();

/** Every statement that any recorded database of this process was sent, some times with its values. */
export function recordedStatements(): readonly Statement[] {
  return [...examples.values()].flat();
}

/** The same database, and everything that is asked of it is remembered. */
export function recordingDatabase(database: Database): Database {
  return {
    ...database,
    query(statement) {
      record(statement);
      return database.query(statement);
    },
    transaction: (work, options) =>
      database.transaction((transaction) => work(recordingTransaction(transaction)), options),
    lane: (options) =>
      database.lane({
        ...options,
        decide: (transaction, requests, bucket) =>
          options.decide(recordingTransaction(transaction), requests, bucket),
      }),
  };
}

function recordingTransaction(transaction: Transaction): Transaction {
  return {
    read(statement) {
      record(statement);
      return transaction.read(statement);
    },
    write(statement, expectedRowCount) {
      record(statement);
      transaction.write(statement, expectedRowCount);
    },
    insert(statement) {
      record(statement);
      transaction.insert(statement);
    },
  };
}

function record(statement: Statement): void {
  const known = examples.get(statement.text) ?? [];
  examples.set(statement.text, known);
  if (known.length < maximumExamples) known.push(statement);
}

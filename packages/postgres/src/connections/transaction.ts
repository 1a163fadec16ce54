import type { Statement } from './statement.ts';

/**
 * What a unit of work may do inside one transaction. The transaction begins before the work and is committed after it;
 * the work’s answer counts only if COMMIT answered `COMMIT` and every write changed the rows it promised.
 */
export interface Transaction {
  /** Sends at once, without waiting for what was sent before, and resolves with the rows. */
  read<Row extends object>(statement: Statement): Promise<readonly Row[]>;
  /**
   * Keeps the statement for the last group, which travels together with the COMMIT in the order of the calls.
   * Where another number of rows changes than `expectedRowCount`, the transaction is rolled back and the work is
   * run again from its reads: some other transaction was faster.
   */
  write(statement: Statement, expectedRowCount: number): void;
  /**
   * The same of a plain INSERT of given rows, with no condition on any of them: they are all stored, or it fails. So there
   * is nothing to count.
   */
  insert(statement: Statement): void;
}

import type { Lane } from '../lane/lane.ts';
import type { LaneOptions } from '../lane/lane-options.ts';
import type { Statement } from './statement.ts';
import type { Transaction } from './transaction.ts';

/** The one way to PostgreSQL. Every method throws `database_unavailable` while it is away, and works again after. */
export interface Database {
  /** Runs one statement on its own. */
  query<Row extends object>(statement: Statement): Promise<readonly Row[]>;
  /**
   * Runs the work in one transaction, again from its reads while it loses against another (eight times at most).
   * Throws what the work throws; after `database_unavailable` the caller can’t know whether the work was stored, and asks
   * again with the same ids.
   */
  transaction<Answer>(
    work: (transaction: Transaction) => Promise<Answer>,
    options?: TransactionOptions,
  ): Promise<Answer>;
  /**
   * Resolves where a commit can be made now: there is room for a mebibyte beside the tables, and a commit reaches the disk.
   * Asks the database once in two seconds at most, and has the answer at once where a statement has met a full disk.
   *
   * @throws TallyError `database_unavailable` with the reason.
   */
  assertWritable(): Promise<void>;
  /** Opens a lane, which has connections of its own. */
  lane<Request, Answer>(options: LaneOptions<Request, Answer>): Lane<Request, Answer>;
  /** Finishes the lanes’ queues and closes every connection. */
  close(): Promise<void>;
}

export interface TransactionOptions {
  /** The longest that one statement of it may take, and wait for a lock; the database’s own limits where not given. */
  readonly statementTimeoutMs?: number;
  /** All of its reads see the database at one moment, and nothing can be written. */
  readonly isSnapshot?: boolean;
  /** Settings of PostgreSQL that hold in it, such as `work_mem`; fixed words of ours, which become part of a statement. */
  readonly settings?: Readonly<Record<string, string>>;
}

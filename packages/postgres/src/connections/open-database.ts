import { systemClock, TallyError } from '@tallystick/foundation';
import { createLane } from '../lane/lane.ts';
import { createLaneConnection } from '../lane/lane-connection.ts';
import { clientConfig, type DatabaseOptions, defaultOptions } from './client-config.ts';
import type { ConnectionTarget } from './connection-target.ts';
import type { Database, TransactionOptions } from './database.ts';
import { toTallyError } from './failure.ts';
import { rerunOnConflict } from './rerun.ts';
import { runTransaction } from './run-transaction.ts';
import { createSessionPool } from './sessions-of-pool.ts';
import type { Statement } from './statement.ts';
import type { Transaction } from './transaction.ts';
import { createWriteProbe, probeSettings } from './write-probe.ts';

/** One batch is decided while the other is written. Three gave no more on two cores, and each is a connection kept. */
const connectionsPerLane = 2;

/**
 * Opens a database and proves that it answers.
 *
 * @param target Where it is, or a `DATABASE_URL`.
 * @throws `database_unavailable` when it does not answer within the connect timeout, or does not let us in.
 * @throws `database_unsafe` when what it commits would not be durable, or a session can’t have our settings. Where that
 *   comes later, with a server that was started anew, every use throws `database_unavailable`.
 */
export async function openDatabase(
  target: ConnectionTarget | string,
  givenOptions: DatabaseOptions = {},
): Promise<Database> {
  const options = { ...defaultOptions, ...givenOptions };
  const config = clientConfig(target, options);
  const answerTimeoutMs = options.statementTimeoutMs + options.answerGraceMs;
  const noteFailure = (error: unknown): void => probe.noteFailure(error);
  const pool = createSessionPool(config, options, noteFailure);
  const lanes: { close(): Promise<void> }[] = [];
  let closing: Promise<void> | undefined;

  const database: Database = {
    async query<Row extends object>(statement: Statement) {
      const send = pool.use(answerTimeoutMs, (session) => session.send([statement]));
      const [result] = await named(send);
      return (result?.rows ?? []) as Row[];
    },
    async transaction(work, transactionOptions = {}) {
      const { statementTimeoutMs = options.statementTimeoutMs } = transactionOptions;
      const timeoutMs = statementTimeoutMs + options.answerGraceMs;
      const preparedWork = withOptions(work, transactionOptions);
      const attempt = () => pool.use(timeoutMs, (session) => runTransaction(session, preparedWork));
      return named(rerunOnConflict(attempt));
    },
    assertWritable: () => probe.assertWritable(),
    lane(laneOptions) {
      const connections = Array.from({ length: connectionsPerLane }, () =>
        createLaneConnection(config, options, noteFailure),
      );
      const lane = createLane(connections, laneOptions);
      lanes.push(lane);
      return lane;
    },
    close() {
      closing ??= Promise.all(lanes.map((lane) => lane.close())).then(() => pool.close());
      return closing;
    },
  };
  const runProbe = (work: (transaction: Transaction) => Promise<void>): Promise<void> =>
    database.transaction(work, { settings: probeSettings });
  const probe = createWriteProbe(runProbe, () => systemClock.monotonicMs());
  try {
    // A connection that is lent has been prepared, so the database has answered.
    await pool.use(answerTimeoutMs, () => Promise.resolve());
    return database;
  } catch (error) {
    await database.close();
    throw whyNotOpened(error);
  }
}

function whyNotOpened(error: unknown): TallyError {
  if (error instanceof TallyError) return error;
  const away = toTallyError(error);
  if (away instanceof TallyError) return away;
  // Wrong password, no such database, not a URL. The driver’s message names them; its other fields may hold the URL.
  const words = error instanceof Error ? error.message : 'for no known reason';
  return new TallyError('database_unavailable', { detail: `The database could not be opened: ${words}.` });
}

/** Gives what failed its name in the registry, where it has one. */
async function named<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    throw toTallyError(error);
  }
}

/** What a transaction is told before its work, in one statement; nothing where it has no options. */
function withOptions<Answer>(
  work: (transaction: Transaction) => Promise<Answer>,
  { statementTimeoutMs, isSnapshot = false, settings = {} }: TransactionOptions,
): (transaction: Transaction) => Promise<Answer> {
  const texts = Object.entries(settings).map(([name, value]) => `SET LOCAL ${name} = '${value}'`);
  if (isSnapshot) texts.push('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
  if (statementTimeoutMs !== undefined) {
    const milliseconds = Math.trunc(statementTimeoutMs);
    texts.push(`SET LOCAL statement_timeout = ${milliseconds}`, `SET LOCAL lock_timeout = ${milliseconds}`);
  }
  if (texts.length === 0) return work;
  return async (transaction) => {
    await transaction.read({ name: '', text: texts.join('; '), values: [] });
    return work(transaction);
  };
}

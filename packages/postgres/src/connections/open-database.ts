import { TallyError } from '@tallystick/foundation';
import { Pool } from 'pg';
import { createLane } from '../lane/lane.ts';
import { openLaneConnection } from '../lane/lane-connection.ts';
import { answerTimeoutMs, clientConfig, type DatabaseOptions, defaultOptions } from './client-config.ts';
import type { ConnectionTarget } from './connection-target.ts';
import type { Database } from './database.ts';
import { toTallyError } from './failure.ts';
import { rerunOnConflict } from './rerun.ts';
import { runTransaction } from './run-transaction.ts';
import { createSession, type Session } from './session.ts';
import type { Statement } from './statement.ts';
import type { Transaction } from './transaction.ts';

const idleTimeoutMs = 30_000;

/**
 * Opens a database and proves that it answers.
 *
 * @param target Where it is, or a `DATABASE_URL`.
 * @throws `database_unavailable` when it does not answer within the connect timeout.
 */
export async function openDatabase(
  target: ConnectionTarget | string,
  givenOptions: DatabaseOptions = {},
): Promise<Database> {
  const options = { ...defaultOptions, ...givenOptions };
  const config = clientConfig(target, options);
  const pool = new Pool({ ...config, max: options.maximumConnections, idleTimeoutMillis: idleTimeoutMs });
  // A connection that ends while nobody uses it is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => undefined);
  const lanes = new Set<{ close(): Promise<void> }>();

  async function withSession<Answer>(
    statementTimeoutMs: number,
    use: (session: Session) => Promise<Answer>,
  ): Promise<Answer> {
    if (pool.waitingCount >= options.maximumWaiting)
      throw new TallyError('overloaded', { retryAfterSeconds: 1 });
    const client = await pool.connect();
    const session = createSession(client, answerTimeoutMs(statementTimeoutMs));
    const ignore = (): undefined => undefined;
    client.on('error', ignore);
    try {
      return await use(session);
    } finally {
      client.removeListener('error', ignore);
      client.release(session.isBroken());
    }
  }

  const database: Database = {
    async query<Row extends object>(statement: Statement) {
      return await named(() =>
        withSession(options.statementTimeoutMs, async (session) => {
          const result = await session.send(statement);
          return result.rows as Row[];
        }),
      );
    },
    async transaction(work, { statementTimeoutMs } = {}) {
      const timedWork = statementTimeoutMs === undefined ? work : withTimeout(work, statementTimeoutMs);
      return await named(() =>
        rerunOnConflict(() =>
          withSession(statementTimeoutMs ?? options.statementTimeoutMs, (session) =>
            runTransaction(session, timedWork),
          ),
        ),
      );
    },
    lane(laneOptions) {
      const lane = createLane(
        () => openLaneConnection(config, answerTimeoutMs(options.statementTimeoutMs)),
        laneOptions,
      );
      lanes.add(lane);
      return lane;
    },
    async close() {
      await Promise.all([...lanes].map((lane) => lane.close()));
      await pool.end();
    },
  };
  try {
    await database.query({ name: '', text: 'SELECT 1', values: [] });
  } catch (error) {
    await pool.end();
    throw error;
  }
  return database;
}

async function named<Answer>(run: () => Promise<Answer>): Promise<Answer> {
  try {
    return await run();
  } catch (error) {
    throw toTallyError(error);
  }
}

function withTimeout<Answer>(
  work: (transaction: Transaction) => Promise<Answer>,
  statementTimeoutMs: number,
): (transaction: Transaction) => Promise<Answer> {
  const milliseconds = Math.trunc(statementTimeoutMs);
  const text = `SET LOCAL statement_timeout = ${milliseconds}; SET LOCAL lock_timeout = ${milliseconds}`;
  return async (transaction) => {
    await transaction.read({ name: '', text, values: [] });
    return await work(transaction);
  };
}

import { TallyError } from '@tallystick/foundation';
import { type ClientConfig, Pool } from 'pg';
import type { DatabaseOptions } from './client-config.ts';
import { DriverClient } from './driver-client.ts';
import { prepareSession } from './session-settings.ts';
import { createSession, type Session } from './session.ts';
import { withinTime } from './within-time.ts';

const idleTimeoutMs = 30_000;
const closeTimeoutMs = 5_000;

/** The connections for ordinary work, lent to one caller at a time. */
export interface SessionPool {
  /** @throws `overloaded` when too many callers wait. */
  use<Answer>(answerTimeoutMs: number, work: (session: Session) => Promise<Answer>): Promise<Answer>;
  close(): Promise<void>;
}

export function createSessionPool(
  config: ClientConfig,
  options: Required<DatabaseOptions>,
  onFailure: (error: unknown) => void,
): SessionPool {
  const answerTimeoutMs = options.statementTimeoutMs + options.answerGraceMs;
  const pool = new Pool({
    ...config,
    Client: DriverClient,
    max: options.maximumConnections,
    idleTimeoutMillis: idleTimeoutMs,
    // Lent only when this has ended well; the driver’s types don’t know that it waits.
    onConnect: (client): unknown => prepareSession(createSession(client, { answerTimeoutMs }), options),
  });
  // A connection that ends while nobody uses it is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => undefined);

  return {
    async use(answerTimeoutMs, work) {
      if (pool.waitingCount >= options.maximumWaiting)
        throw new TallyError('overloaded', { retryAfterSeconds: 1 });
      const client = await pool.connect();
      const session = createSession(client, { answerTimeoutMs, onFailure });
      client.on('error', ignore);
      try {
        return await work(session);
      } finally {
        client.removeListener('error', ignore);
        client.release(session.isBroken());
      }
    },
    close: () => withinTime(pool.end(), closeTimeoutMs),
  };
}

/** A lost connection fails the statements under way, and they say so. */
function ignore(): undefined {
  return undefined;
}

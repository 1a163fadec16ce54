import type { ClientConfig } from 'pg';
import type { DatabaseOptions } from '../connections/client-config.ts';
import { DriverClient } from '../connections/driver-client.ts';
import { prepareSession } from '../connections/session-settings.ts';
import { createSession, type Session } from '../connections/session.ts';
import { withinTime } from '../connections/within-time.ts';

/** The one connection of a lane: opened at the first use, and again after it was lost. */
export interface LaneConnection {
  session(): Promise<Session>;
  close(): Promise<void>;
}

interface OpenConnection {
  readonly session: Session;
  isUsable(): boolean;
  close(): Promise<void>;
}

const closeTimeoutMs = 5_000;

/**
 * The planner learns of a table’s size only from the next ANALYZE. Plans made on young, nearly empty tables read all rows
 * of a bucket, found them to be few, and went on doing so when they had grown: a batch of 16 payments took 15 ms instead
 * of 2. So the lane’s session has one generic plan a statement, rows are found by index only, and what is found is
 * matched with what was asked for by hash. A lane’s statements must name the rows that they want by `= ANY` or by a
 * lateral look-up, so that there is an index condition beyond the bucket.
 */
const planSettings = [
  'SET plan_cache_mode = force_generic_plan',
  ...['seqscan', 'nestloop', 'mergejoin'].map((kind) => `SET enable_${kind} = off`),
].join('; ');

export function createLaneConnection(
  config: ClientConfig,
  options: Required<DatabaseOptions>,
  onFailure: (error: unknown) => void,
): LaneConnection {
  let open: OpenConnection | undefined;

  async function close(): Promise<void> {
    const old = open;
    open = undefined;
    await old?.close();
  }
  return {
    async session() {
      if (open?.isUsable() === false) await close();
      open ??= await connect(config, options, onFailure);
      return open.session;
    },
    close,
  };
}

async function connect(
  config: ClientConfig,
  options: Required<DatabaseOptions>,
  onFailure: (error: unknown) => void,
): Promise<OpenConnection> {
  const client = new DriverClient(config);
  let hasEnded = false;
  // What ends the connection fails the statements under way. While there are none, the next batch opens another.
  client.on('error', () => undefined);
  client.once('end', () => (hasEnded = true));
  const answerTimeoutMs = options.statementTimeoutMs + options.answerGraceMs;
  const session = createSession(client, { answerTimeoutMs, onFailure });
  const close = (): Promise<void> => withinTime(client.end(), closeTimeoutMs);
  try {
    await client.connect();
    await prepareSession(session, options);
    await session.send([{ name: '', text: planSettings, values: [] }]);
    return { session, isUsable: () => !hasEnded && !session.isBroken(), close };
  } catch (error) {
    await close();
    throw error;
  }
}

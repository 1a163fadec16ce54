import { Client, type ClientConfig } from 'pg';
import { createSession, type Session } from '../connections/session.ts';

export interface LaneConnection {
  readonly session: Session;
  close(): Promise<void>;
}

/**
 * A lane’s statements are few, name their bucket and find their rows by primary key. The planner learns of a table’s size
 * only from the next ANALYZE: plans made on young, nearly empty tables read them from end to end, and went on doing so
 * when they had grown. So the lane’s session has one generic plan a statement, and it uses the indexes.
 */
const planSettings = 'SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan';

export async function openLaneConnection(
  config: ClientConfig,
  answerTimeoutMs: number,
): Promise<LaneConnection> {
  const client = new Client(config);
  // What ends the connection also fails the statements under way; while there are none, the next one finds out.
  client.on('error', () => undefined);
  const session = createSession(client, answerTimeoutMs);
  try {
    await client.connect();
    await session.send({ name: '', text: planSettings, values: [] });
  } catch (error) {
    await client.end();
    throw error;
  }
  return { session, close: () => client.end() };
}

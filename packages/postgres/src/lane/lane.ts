import { TallyError } from '@tallystick/foundation';
import { toTallyError } from '../connections/failure.ts';
import { createBatchQueue, type Waiting } from './batch-queue.ts';
import type { LaneConnection } from './lane-connection.ts';
import type { LaneOptions } from './lane-options.ts';
import { serveBatch } from './serve-batch.ts';
import { takeBatch } from './take-batch.ts';

/** Collects requests while a batch is in flight, then serves them together: one transaction, many requests in it. */
export interface Lane<Request, Answer> {
  /**
   * Resolves when the request’s batch is durable.
   * Throws `overloaded` (queue full), `database_unavailable` (nothing is known: ask again with the same id), the TallyError
   * that `decide` threw, or `internal_error` for the one request that can’t be served.
   */
  submit(request: Request): Promise<Answer>;
  /** Takes no more requests, finishes those that wait, closes the connections. */
  close(): Promise<void>;
}

/** @param connections The first serves whatever comes; each other one helps while a crowd waits. */
export function createLane<Request, Answer>(
  connections: readonly LaneConnection[],
  options: LaneOptions<Request, Answer>,
): Lane<Request, Answer> {
  let closed = false;
  const queue = createBatchQueue<Request, Answer>({
    maximumQueued: options.maximumQueued,
    fullDetail: `The queue of the lane ${options.name} is full.`,
    workers: connections.map((connection) => (waiting) => drain(connection, options, waiting)),
  });

  return {
    submit(request) {
      if (!closed) return queue.submit(request);
      const detail = `The lane ${options.name} is closed.`;
      return Promise.reject(new TallyError('overloaded', { detail, retryAfterSeconds: 1 }));
    },
    async close() {
      closed = true;
      await queue.settled();
      await Promise.all(connections.map((connection) => connection.close()));
    },
  };
}

async function drain<Request, Answer>(
  connection: LaneConnection,
  options: LaneOptions<Request, Answer>,
  queue: Waiting<Request, Answer>[],
): Promise<void> {
  while (queue.length > 0) {
    try {
      await connection.session();
    } catch (error) {
      // Whoever waits would wait for the same refusal.
      for (const { reject } of queue.splice(0)) reject(toTallyError(error));
      return;
    }
    // While this one connected, another may have served them.
    if (queue.length > 0) await serveBatch(connection, options, takeBatch(queue, options));
  }
}

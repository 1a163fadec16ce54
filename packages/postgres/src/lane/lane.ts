import { TallyError } from '@tallystick/foundation';
import { toTallyError } from '../connections/failure.ts';
import type { LaneConnection } from './lane-connection.ts';
import type { LaneOptions, Waiting } from './lane-options.ts';
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

/**
 * A batch costs some milliseconds whatever its size, so a few requests are better off in the next one. Where so many
 * wait, the database can as well work on them while this process decides the batch before.
 */
export const crowd = 32;

/** @param connections The first serves whatever comes; each other one helps while a crowd waits. */
export function createLane<Request, Answer>(
  connections: readonly LaneConnection[],
  options: LaneOptions<Request, Answer>,
): Lane<Request, Answer> {
  const queue: Waiting<Request, Answer>[] = [];
  const idle = new Set(connections);
  const working = new Set<Promise<void>>();
  let closed = false;

  /** Starts after this turn of the event loop, so that requests that arrived together share the first batch. */
  function wake(): void {
    const connection = connections.find((each) => idle.has(each));
    const isAlone = idle.size === connections.length;
    if (connection === undefined || (!isAlone && queue.length < crowd)) return;
    idle.delete(connection);
    const work = new Promise((resolve) => setImmediate(resolve))
      .then(() => drain(connection))
      .then(() => {
        working.delete(work);
        idle.add(connection);
      });
    working.add(work);
  }

  async function drain(connection: LaneConnection): Promise<void> {
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

  return {
    submit(request) {
      if (closed) return refuse(`The lane ${options.name} is closed.`);
      if (queue.length >= options.maximumQueued)
        return refuse(`The queue of the lane ${options.name} is full.`);
      return new Promise((resolve, reject) => {
        queue.push({ request, resolve, reject });
        wake();
      });
    },
    async close() {
      closed = true;
      while (working.size > 0) await Promise.all(working);
      await Promise.all(connections.map((connection) => connection.close()));
    },
  };
}

function refuse(detail: string): Promise<never> {
  return Promise.reject(new TallyError('overloaded', { detail, retryAfterSeconds: 1 }));
}

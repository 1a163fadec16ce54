import { TallyError } from '@tallystick/foundation';
import { toTallyError } from '../connections/failure.ts';
import type { Transaction } from '../connections/transaction.ts';
import type { LaneConnection } from './lane-connection.ts';
import { serveBatch, type Waiting } from './serve-batch.ts';

export interface LaneOptions<Request, Answer> {
  /** For people: which lane it is. */
  readonly name: string;
  /** Requests that may wait for their batch; the next one is refused with `overloaded`. */
  readonly maximumQueued: number;
  readonly maximumBatch: number;
  /** Answers each request, in the order given. It may be called several times for one request. */
  decide(transaction: Transaction, requests: readonly Request[]): Promise<readonly Answer[]>;
}

/** Collects requests while a batch is in flight, then commits them together: one transaction at a time, many requests in it. */
export interface Lane<Request, Answer> {
  /**
   * Resolves when the request’s batch is durable.
   * Throws `overloaded` (queue full), `database_unavailable` (nothing known: ask again with the same id), what `decide`
   * threw on purpose, or `internal_error` for the one request that can’t be served.
   */
  submit(request: Request): Promise<Answer>;
  /** Takes no more requests, finishes those that wait, closes the connection. */
  close(): Promise<void>;
}

export function createLane<Request, Answer>(
  openConnection: () => Promise<LaneConnection>,
  options: LaneOptions<Request, Answer>,
): Lane<Request, Answer> {
  const queue: Waiting<Request, Answer>[] = [];
  let connection: LaneConnection | undefined;
  let running: Promise<void> | undefined;
  let closed = false;

  /** Starts after this turn of the event loop, so that requests that arrived together share the first batch. */
  function wake(): void {
    running ??= new Promise((resolve) => setImmediate(resolve)).then(drain);
  }

  async function drain(): Promise<void> {
    while (queue.length > 0) await serveNextBatch();
    running = undefined;
  }

  async function serveNextBatch(): Promise<void> {
    try {
      connection ??= await openConnection();
    } catch (error) {
      // Whoever waits would wait for the same refusal.
      rejectAll(queue.splice(0), toTallyError(error));
      return;
    }
    await serveBatch(connection.session, options, queue.splice(0, options.maximumBatch));
    if (connection.session.isBroken()) await disconnect();
  }

  async function disconnect(): Promise<void> {
    const old = connection;
    connection = undefined;
    await old?.close();
  }

  return {
    submit(request) {
      if (closed)
        return Promise.reject(
          new TallyError('overloaded', { detail: `The lane ${options.name} is closed.` }),
        );
      if (queue.length >= options.maximumQueued) {
        return Promise.reject(new TallyError('overloaded', { retryAfterSeconds: 1 }));
      }
      return new Promise((resolve, reject) => {
        queue.push({ request, resolve, reject });
        wake();
      });
    },
    async close() {
      closed = true;
      await running;
      await disconnect();
    },
  };
}

function rejectAll<Request, Answer>(waiting: readonly Waiting<Request, Answer>[], error: unknown): void {
  for (const { reject } of waiting) reject(error);
}

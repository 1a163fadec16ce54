import { TallyError } from '@tallystick/foundation';

/** A request that waits for its batch, and what its caller waits on. */
export interface Waiting<Request, Answer> {
  readonly request: Request;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** Serves batches from the queue until it is empty; settles every request that it takes, and never rejects. */
export type Worker<Request, Answer> = (queue: Waiting<Request, Answer>[]) => Promise<void>;

export interface BatchQueueOptions<Request, Answer> {
  /** Requests that may wait for their batch; the next one is refused with `overloaded`. */
  readonly maximumQueued: number;
  /** The detail of that refusal, one sentence. */
  readonly fullDetail: string;
  /** The first serves whatever comes; each other one helps while a crowd waits. */
  readonly workers: readonly Worker<Request, Answer>[];
}

/** Collects requests while others are being served, so that many of them share a batch. */
export interface BatchQueue<Request, Answer> {
  submit(request: Request): Promise<Answer>;
  /** @throws TallyError `overloaded` where the next request would be refused. */
  assertRoom(): void;
  /** Resolves when every worker is idle. */
  settled(): Promise<void>;
}

/**
 * A batch costs some milliseconds whatever its size, so a few requests are better off in the next one. Where so many
 * wait, another worker can as well serve them at the same time.
 */
export const crowd = 32;

export function createBatchQueue<Request, Answer>(
  options: BatchQueueOptions<Request, Answer>,
): BatchQueue<Request, Answer> {
  const { workers, maximumQueued, fullDetail } = options;
  const queue: Waiting<Request, Answer>[] = [];
  const idle = new Set(workers.keys());
  const working = new Set<Promise<void>>();

  /** Starts after this turn of the event loop, so that requests that arrived together share the first batch. */
  function wake(): void {
    const next = workers.findIndex((_, index) => idle.has(index));
    const isAlone = idle.size === workers.length;
    if (next === -1 || (!isAlone && queue.length < crowd)) return;
    idle.delete(next);
    const work = new Promise((resolve) => setImmediate(resolve))
      .then(() => workers[next]!(queue))
      .then(() => {
        working.delete(work);
        idle.add(next);
      });
    working.add(work);
  }

  function assertRoom(): void {
    if (queue.length >= maximumQueued)
      throw new TallyError('overloaded', { detail: fullDetail, retryAfterSeconds: 1 });
  }

  return {
    assertRoom,
    submit(request) {
      return new Promise((resolve, reject) => {
        assertRoom();
        queue.push({ request, resolve, reject });
        wake();
      });
    },
    async settled() {
      while (working.size > 0) await Promise.all(working);
    },
  };
}

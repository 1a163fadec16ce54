import { TallyError } from '@tallystick/foundation';
import type { Verdict, VerificationRequest } from '../verdict.ts';

/** A verdict, or why there is none. */
export type Verified = Verdict | TallyError;

export interface VerifyQueueOptions {
  /** One answer for each request, in the same order. */
  readonly send: (requests: readonly VerificationRequest[]) => Promise<readonly Verified[]>;
  readonly maximumBatch: number;
  readonly maximumInFlight: number;
  readonly maximumQueued: number;
}

/** Collects requests while others are on their way, as a lane does, so that a crowd costs few exchanges. */
export interface VerifyQueue {
  submit(request: VerificationRequest): Promise<Verdict>;
  /** @throws `overloaded` where the next request would be refused. */
  assertRoom(): void;
  /** Resolves when nothing is on its way. */
  settled(): Promise<void>;
}

interface Waiting {
  readonly request: VerificationRequest;
  readonly resolve: (verdict: Verdict) => void;
  readonly reject: (error: unknown) => void;
}

/** A few requests are better off in the next exchange; a crowd is worth one more at the same time. */
const crowd = 32;

export function createVerifyQueue(options: VerifyQueueOptions): VerifyQueue {
  const queue: Waiting[] = [];
  const working = new Set<Promise<void>>();

  function wake(): void {
    if (working.size >= options.maximumInFlight || (working.size > 0 && queue.length < crowd)) return;
    const work = new Promise((resolve) => setImmediate(resolve)).then(drain).then(() => {
      working.delete(work);
    });
    working.add(work);
  }
  async function drain(): Promise<void> {
    while (queue.length > 0) await serve(queue.splice(0, options.maximumBatch));
  }
  async function serve(batch: readonly Waiting[]): Promise<void> {
    try {
      const answers = await options.send(batch.map(({ request }) => request));
      batch.forEach(({ resolve, reject }, index) => {
        const answer = answers[index];
        if (answer === undefined) reject(new Error('a request has no answer'));
        else if (answer instanceof TallyError) reject(answer);
        else resolve(answer);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
  function assertRoom(): void {
    if (queue.length < options.maximumQueued) return;
    const detail = 'Too many codes wait to be verified.';
    throw new TallyError('overloaded', { detail, retryAfterSeconds: 1 });
  }
  return {
    assertRoom,
    async submit(request) {
      assertRoom();
      return new Promise((resolve, reject) => {
        queue.push({ request, resolve, reject });
        wake();
      });
    },
    async settled() {
      while (working.size > 0) await Promise.all(working);
    },
  };
}

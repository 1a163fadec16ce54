import type { Transaction } from '../connections/transaction.ts';

export interface LaneOptions<Request, Answer> {
  /** For people: which lane it is. */
  readonly name: string;
  /** Requests that may wait for their batch; the next one is refused with `overloaded`. */
  readonly maximumQueued: number;
  readonly maximumBatch: number;
  /** The bucket that a request is served in; a batch has requests of one. Left out where there is one, the bucket 0. */
  bucketOf?(request: Request): number;
  /** Answers each request, in the order given. It may be called several times for one, so it only asks and writes. */
  decide(transaction: Transaction, requests: readonly Request[], bucket: number): Promise<readonly Answer[]>;
}

/** A request in the queue of a lane, and what its caller waits for. */
export interface Waiting<Request, Answer> {
  readonly request: Request;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

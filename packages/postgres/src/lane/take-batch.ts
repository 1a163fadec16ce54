import type { LaneOptions, Waiting } from './lane-options.ts';

type BatchOptions<Request, Answer> = Pick<LaneOptions<Request, Answer>, 'bucketOf' | 'maximumBatch'>;

/**
 * Takes the next batch out of a queue: the request that has waited longest decides the bucket, and all others of that bucket
 * come along, in the order of arrival. So no bucket is ever left waiting by the others.
 */
export function takeBatch<Request, Answer>(
  queue: Waiting<Request, Answer>[],
  options: BatchOptions<Request, Answer>,
): readonly Waiting<Request, Answer>[] {
  const { bucketOf, maximumBatch } = options;
  if (bucketOf === undefined) return queue.splice(0, maximumBatch);
  const bucket = bucketOfBatch(queue, options);
  const taken: Waiting<Request, Answer>[] = [];
  const left = queue.filter((waiting) => {
    const isTaken = taken.length < maximumBatch && bucketOf(waiting.request) === bucket;
    if (isTaken) taken.push(waiting);
    return !isTaken;
  });
  queue.splice(0, queue.length, ...left);
  return taken;
}

/** The one bucket of a batch. */
export function bucketOfBatch<Request, Answer>(
  batch: readonly Waiting<Request, Answer>[],
  { bucketOf }: BatchOptions<Request, Answer>,
): number {
  const [first] = batch;
  return first === undefined || bucketOf === undefined ? 0 : bucketOf(first.request);
}

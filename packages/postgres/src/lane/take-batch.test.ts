import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Waiting } from './lane-options.ts';
import { takeBatch } from './take-batch.ts';

interface Asked {
  readonly bucket: number;
  readonly place: number;
}

function queueOf(buckets: readonly number[]): Waiting<Asked, never>[] {
  const ignore = (): void => undefined;
  return buckets.map((bucket, place) => ({ request: { bucket, place }, resolve: ignore, reject: ignore }));
}

const requestsOf = (waiting: readonly Waiting<Asked, never>[]): readonly Asked[] =>
  waiting.map(({ request }) => request);

test('a batch has the bucket of who waits longest, in the order of arrival, and nobody is lost or served twice', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 4 })), fc.integer({ min: 1, max: 6 }), (buckets, most) => {
      const queue = queueOf(buckets);
      const all = requestsOf(queue);
      const served: Asked[] = [];
      while (queue.length > 0) {
        const oldest = queue[0]!.request;
        const batch = requestsOf(takeBatch(queue, { bucketOf: ({ bucket }) => bucket, maximumBatch: most }));
        const ofBucket = all.filter((asked) => asked.bucket === oldest.bucket && !served.includes(asked));
        assert.deepEqual(batch, ofBucket.slice(0, most));
        served.push(...batch);
      }
      assert.equal(new Set(served).size, all.length);
    }),
  );
});

test('without buckets whoever has waited longest is taken', () => {
  const queue = queueOf([1, 0, 1]);
  assert.deepEqual(
    requestsOf(takeBatch(queue, { maximumBatch: 2 })).map(({ place }) => place),
    [0, 1],
  );
  assert.equal(queue.length, 1);
});

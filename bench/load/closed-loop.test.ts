import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { perSecond, runClosedLoop } from './closed-loop.ts';

const items = Array.from({ length: 50 }, (_, index) => index);

test('every item is served once, never more at a time than asked for, and none by a busy worker', async () => {
  const busy = new Set<number>();
  const servedItems: number[] = [];
  let most = 0;
  const result = await runClosedLoop({
    items,
    inFlight: 8,
    limitMs: Infinity,
    async serve(item, worker) {
      assert.ok(!busy.has(worker));
      busy.add(worker);
      most = Math.max(most, busy.size);
      await nextTurn();
      busy.delete(worker);
      servedItems.push(item);
    },
  });
  assert.equal(most, 8);
  assert.deepEqual(
    servedItems.toSorted((one, other) => one - other),
    items,
  );
  assert.equal(result.served, 50);
  assert.equal(result.latenciesMs.length, 50);
});

test('nothing is begun once the time is over', async () => {
  const result = await runClosedLoop({ items, inFlight: 4, limitMs: 0, serve: () => Promise.resolve() });
  assert.equal(result.served, 0);
});

test('what goes wrong with one item fails the measurement', async () => {
  const serve = () => Promise.reject(new Error('gone'));
  await assert.rejects(runClosedLoop({ items, inFlight: 4, limitMs: Infinity, serve }), /gone/);
});

test('a rate is counted per second', () => {
  assert.equal(perSecond({ served: 50, elapsedMs: 250 }), 200);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verifyDatabase } from '@tallystick/integrity';
import { openTestShop } from '../payments/test-shop.ts';
import { insertManyPayments } from './many-payments.ts';

/** A million with TALLY_TEST_LONG=1; the time and the memory are told, because machines differ. */
const count = process.env['TALLY_TEST_LONG'] === '1' ? 1_000_000 : 20_000;
const highestHeapBytes = 256 * 1024 * 1024;

void test(`${count} payments are looked at in bounded memory`, async (t) => {
  const shop = await openTestShop();
  t.after(() => shop.close());
  await insertManyPayments(shop.database, count);

  const startedMs = performance.now();
  let heapBytes = 0;
  const looks = await verifyDatabase(shop.database, ({ name }) => {
    heapBytes = Math.max(heapBytes, process.memoryUsage().heapUsed);
    t.diagnostic(`${name}: ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
  });
  const places = looks.flatMap(({ name, differences }) => differences.map((place) => ({ name, ...place })));
  assert.deepEqual(places.slice(0, 3), []);
  assert.equal(looks.find(({ name }) => name === 'outcome_incomplete')?.lookedAt.count, count);
  assert.ok(heapBytes < highestHeapBytes, `${Math.round(heapBytes / 1e6)} MB`);
  t.diagnostic(`${Math.round(heapBytes / 1e6)} MB of heap`);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { untilGridMs } from './refusal-grid.ts';

test('every refusal leaves on the next tenth of a second after its request came', () => {
  assert.equal(untilGridMs(1), 99);
  assert.equal(untilGridMs(100), 0);
  assert.equal(untilGridMs(100.5), 99.5);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), (elapsedMs) => {
      const waitMs = untilGridMs(elapsedMs);
      return waitMs >= 0 && waitMs < 100 && (elapsedMs + waitMs) % 100 === 0;
    }),
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { equalBytes } from '@tallystick/otp';

test('bytes are equal to a copy of themselves, and to nothing that differs in one bit or in length', () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 64 });
  fc.assert(
    fc.property(bytes, fc.nat(), fc.integer({ min: 0, max: 7 }), (original, place, bit) => {
      const changed = Uint8Array.from(original);
      const index = place % changed.length;
      changed[index] = (changed[index] ?? 0) ^ (1 << bit);
      assert.equal(equalBytes(original, Uint8Array.from(original)), true);
      assert.equal(equalBytes(original, changed), false);
      assert.equal(equalBytes(original, original.subarray(1)), false);
    }),
  );
});

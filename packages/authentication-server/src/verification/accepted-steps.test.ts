import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { wasAccepted, withAcceptedStep, type AcceptedSteps } from './accepted-steps.ts';

const none: AcceptedSteps = { lastAcceptedStep: -1, acceptedBits: 0n };

test('an accepted step is remembered and the steps between are not', () => {
  const accepted = withAcceptedStep(withAcceptedStep(none, 1000), 1003);
  assert.deepEqual(
    [1004, 1003, 1002, 1001, 1000, 999].map((step) => wasAccepted(accepted, step)),
    [false, true, false, false, true, false],
  );
});

test('a step at or below the last accepted one can’t be accepted', () => {
  const accepted = withAcceptedStep(none, 1000);
  assert.throws(() => withAcceptedStep(accepted, 1000), RangeError);
  assert.throws(() => withAcceptedStep(accepted, 999), RangeError);
});

test('the bits remember exactly the accepted steps of the last 64 and fit a signed 64-bit column', () => {
  const gaps = fc.array(fc.integer({ min: 1, max: 80 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(gaps, (distances) => {
      let accepted = none;
      let step = 0;
      const steps = new Set<number>();
      for (const distance of distances) {
        step += distance;
        steps.add(step);
        accepted = withAcceptedStep(accepted, step);
        assert.equal(accepted.acceptedBits, BigInt.asIntN(64, accepted.acceptedBits));
      }
      for (let asked = step - 63; asked <= step + 3; asked += 1) {
        assert.equal(wasAccepted(accepted, asked), steps.has(asked), `step ${asked} of ${step}`);
      }
    }),
  );
});

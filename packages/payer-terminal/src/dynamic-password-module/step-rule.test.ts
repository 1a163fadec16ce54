import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { offerStep } from './step-rule.ts';

const presentStep = 173_000_000;
const nowMs = presentStep * 10_000;

function offer(highestOfferedStep: number, remembered: readonly number[] = [], atMs = nowMs) {
  return offerStep({ highestOfferedStep, rememberedSteps: new Set(remembered) }, atMs);
}

test('a fresh terminal offers the present step', () => {
  assert.deepEqual(offer(-1), { kind: 'step', step: presentStep });
});

test('the present step once offered, the next one is', () => {
  assert.deepEqual(offer(presentStep), { kind: 'step', step: presentStep + 1 });
});

test('a step more than one ahead is waited for, to the millisecond', () => {
  assert.deepEqual(offer(presentStep + 1), { kind: 'countdown', waitMs: 10_000 });
  assert.deepEqual(offer(presentStep + 1, [], nowMs + 9_999), { kind: 'countdown', waitMs: 1 });
  assert.deepEqual(offer(presentStep + 1, [], nowMs + 10_000), { kind: 'step', step: presentStep + 2 });
});

test('a stored step nine ahead is waited out, one farther ahead is dropped', () => {
  assert.deepEqual(offer(presentStep + 9), { kind: 'countdown', waitMs: 90_000 });
  assert.deepEqual(offer(presentStep + 10), { kind: 'step', step: presentStep });
});

test('after the clock was set back, steps that are still remembered are not offered again', () => {
  const remembered = [presentStep, presentStep + 1];
  assert.deepEqual(offer(presentStep + 500, [presentStep]), { kind: 'step', step: presentStep + 1 });
  assert.deepEqual(offer(presentStep + 500, remembered), { kind: 'countdown', waitMs: 10_000 });
});

test('whatever the clock does, no step is offered twice, and none is more than one ahead of the clock', () => {
  const clockMoves = fc.array(fc.integer({ min: -2_000_000, max: 2_000_000 }), { maxLength: 60 });
  fc.assert(
    fc.property(clockMoves, (movesMs) => {
      let clockMs = nowMs;
      let highestOfferedStep = -1;
      const offered = new Set<number>();
      for (const moveMs of movesMs) {
        clockMs += moveMs;
        const next = offerStep({ highestOfferedStep, rememberedSteps: offered }, clockMs);
        if (next.kind === 'countdown') {
          assert.ok(next.waitMs > 0);
          continue;
        }
        assert.equal(offered.has(next.step), false);
        assert.ok(next.step - Math.floor(clockMs / 10_000) <= 1);
        offered.add(next.step);
        highestOfferedStep = next.step;
      }
    }),
  );
});

test('when a countdown is over, there is a step', () => {
  fc.assert(
    fc.property(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 0, max: 9_999 }), (ahead, partMs) => {
      const atMs = nowMs + partMs;
      const next = offer(presentStep + ahead, [], atMs);
      if (next.kind === 'step') return;
      assert.equal(offer(presentStep + ahead, [], atMs + next.waitMs - 1).kind, 'countdown');
      assert.equal(offer(presentStep + ahead, [], atMs + next.waitMs).kind, 'step');
    }),
  );
});

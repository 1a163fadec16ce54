import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { boundClock, presentOffsetMs } from './clock-knowledge.ts';

const deviceNowMs = 1_730_000_000_000;
const knowsNothing = { offsetMs: 0, provenMs: 0 };

/** A proof that the server’s clock stood in a certain second, at most so long ago. */
function second(startMs: number, atMostAgoMs: number | undefined) {
  return { earliestMs: startMs, latestMs: startMs + 1000, atMostAgoMs };
}

test('a proof that agrees with the clock moves nothing', () => {
  const moment = second(deviceNowMs - 5_000, 20_000);
  assert.equal(boundClock(knowsNothing, deviceNowMs, moment).offsetMs, 0);
});

test('a slow clock moves to the earliest time that the proof allows', () => {
  const moment = second(deviceNowMs + 40_000, 20_000);
  assert.equal(boundClock(knowsNothing, deviceNowMs, moment).offsetMs, 40_000);
});

test('a fast clock moves to the latest time that the proof allows', () => {
  const moment = second(deviceNowMs - 60_000, 20_000);
  assert.equal(boundClock(knowsNothing, deviceNowMs, moment).offsetMs, -39_000);
});

test('without a common monotonic clock a proof only tells that its time is past', () => {
  assert.equal(boundClock(knowsNothing, deviceNowMs, second(deviceNowMs - 9e9, undefined)).offsetMs, 0);
  assert.equal(boundClock(knowsNothing, deviceNowMs, second(deviceNowMs + 7, undefined)).offsetMs, 7);
});

test('however wrong the clock and late the reading, a bounded clock is never worse than before', () => {
  const skewMs = fc.integer({ min: -100_000_000, max: 100_000_000 });
  const elapsedMs = fc.integer({ min: 0, max: 3_600_000 });
  fc.assert(
    fc.property(skewMs, elapsedMs, fc.double({ min: 0, max: 1, noNaN: true }), (skew, elapsed, part) => {
      const trueNowMs = deviceNowMs + skew;
      const decidedMs = Math.floor(trueNowMs - part * elapsed);
      const proved = second(Math.floor(decidedMs / 1000) * 1000, elapsed);
      const { offsetMs } = boundClock(knowsNothing, deviceNowMs, proved);
      const errorMs = Math.abs(deviceNowMs + offsetMs - trueNowMs);
      assert.ok(errorMs <= Math.abs(skew), 'moved away from true time');
      assert.ok(errorMs <= elapsed + 1000, 'outside of what was proved');
    }),
  );
});

test('what was proved to be past stays proved', () => {
  const known = { offsetMs: 0, provenMs: deviceNowMs };
  assert.equal(boundClock(known, deviceNowMs, second(deviceNowMs - 9_000, undefined)).provenMs, deviceNowMs);
});

test('a clock a little behind what was proved is left to the step rule', () => {
  assert.equal(presentOffsetMs({ offsetMs: 5, provenMs: deviceNowMs + 90_000 }, deviceNowMs), 5);
});

test('an offset that was learnt for a clock that has since been set right is dropped', () => {
  assert.equal(presentOffsetMs({ offsetMs: -3_600_000, provenMs: deviceNowMs - 1000 }, deviceNowMs), 0);
});

test('a clock that was set back far behind what was proved gives no time', () => {
  assert.equal(presentOffsetMs({ offsetMs: 0, provenMs: deviceNowMs + 90_001 }, deviceNowMs), undefined);
});

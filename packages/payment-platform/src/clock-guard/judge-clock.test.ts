import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  defaultClockLimits as limits,
  disturbedState,
  judgeClock,
  wasClockSet,
  type ClockJudgement,
  type ClockReading,
  type ClockState,
} from './judge-clock.ts';

const startMs = Date.UTC(2026, 10, 23, 9);
const minuteMs = 60_000;
const dayMs = 86_400_000;
/** With the looks at its ends. */
const tenMinutesMs = limits.confirmingMs + 1000;

/** A server that looks every second or so at clocks that the test sets. */
function createWatch(highWaterMs?: number) {
  let elapsedMs = 5_000;
  let errorMs = 0;
  let databaseErrorMs = 0;
  let mark = highWaterMs;
  let acceptedChangeId: string | undefined;
  let state: ClockState | undefined;
  const trueMs = (): number => startMs + elapsedMs;

  function look(): ClockJudgement {
    const systemMs = trueMs() + errorMs;
    const differenceMs = -databaseErrorMs;
    const databaseMs = systemMs + databaseErrorMs;
    const reading = { systemMs, elapsedMs, databaseMs, differenceMs, highWaterMs: mark, acceptedChangeId };
    const judgement = judgeClock(state, reading);
    state = judgement.state;
    mark = judgement.newHighWaterMs ?? mark;
    return judgement;
  }

  return {
    look,
    trueMs,
    mark: () => mark,
    /** Looks every second for so long; returns the causes in order, each once, `safe` among them. */
    run(durationMs: number): readonly string[] {
      const causes: string[] = [];
      for (const endMs = elapsedMs + durationMs; elapsedMs < endMs;) {
        elapsedMs += 1000;
        const cause = look().unsafe?.cause ?? 'safe';
        if (causes.at(-1) !== cause) causes.push(cause);
      }
      return causes;
    },
    /** System and database clock, which most often are one. */
    set: (newErrorMs: number) => void (errorMs = newErrorMs),
    setDatabase: (newErrorMs: number) => void (databaseErrorMs = newErrorMs),
    restart: () => void (state = undefined),
    accept() {
      mark = trueMs() + errorMs;
      acceptedChangeId = `change at ${elapsedMs}`;
    },
  };
}

void test('clocks that agree within two seconds are safe at once, those that differ by more are not', () => {
  for (const [differenceMs, cause] of [
    [0, 'safe'],
    [2000, 'safe'],
    [-2000, 'safe'],
    [2001, 'differs_from_database'],
    [-86_400_000, 'differs_from_database'],
  ] as const) {
    const watch = createWatch();
    watch.setDatabase(differenceMs);
    assert.deepEqual(watch.run(1000), [cause], `${differenceMs}`);
  }
});

void test('after a disagreement the clocks have to agree for a minute', () => {
  const watch = createWatch();
  watch.run(minuteMs);
  watch.setDatabase(dayMs);
  assert.deepEqual(watch.run(5 * minuteMs), ['differs_from_database']);
  watch.setDatabase(0);
  assert.deepEqual(watch.run(minuteMs - 1000), ['settling']);
  assert.deepEqual(watch.run(1000), ['safe']);
});

for (const [name, errorMs] of [
  ['a minute', minuteMs],
  ['a day', dayMs],
  ['a year', 365 * dayMs],
] as const) {
  for (const direction of [1, -1]) {
    const where = `${name} ${direction > 0 ? 'ahead' : 'behind'}`;
    void test(`a running system whose clock is ${where} for a moment is stopped, and serves a minute after it is right`, () => {
      const watch = createWatch(startMs);
      watch.run(tenMinutesMs + minuteMs);
      const mark = watch.mark();
      watch.set(direction * errorMs);
      assert.ok(!watch.run(minuteMs - 2000).includes('safe'));
      assert.equal(watch.mark(), mark, 'the mark stays');
      watch.set(0);
      assert.deepEqual(watch.run(minuteMs + 2000), ['settling', 'safe']);
      watch.restart();
      assert.deepEqual(watch.run(1000), ['safe']);
    });
  }
}

void test('a running system does not believe a clock that was set forward by an hour, until it is set back or accepted', () => {
  const watch = createWatch(startMs);
  watch.run(tenMinutesMs);
  watch.set(60 * minuteMs);
  assert.deepEqual(watch.run(60 * minuteMs), ['set_forward']);
  watch.accept();
  assert.deepEqual(watch.run(1000), ['safe']);
});

void test('it believes a step of some minutes after a minute, and moves the mark after ten', () => {
  const watch = createWatch(startMs);
  watch.run(tenMinutesMs);
  watch.set(4 * minuteMs);
  assert.deepEqual(watch.run(2 * minuteMs), ['settling', 'safe']);
  watch.run(tenMinutesMs - 2 * minuteMs - 2000);
  assert.ok(watch.mark()! < watch.trueMs());
  watch.run(2000);
  assert.equal(watch.mark(), watch.trueMs() + 4 * minuteMs);
});

void test('steps of some minutes do not add up faster than they are confirmed', () => {
  const watch = createWatch(startMs);
  watch.run(tenMinutesMs);
  watch.set(4 * minuteMs);
  watch.run(2 * minuteMs);
  watch.set(8 * minuteMs);
  assert.deepEqual(watch.run(5 * minuteMs), ['set_forward']);
});

void test('at a start up to 400 days ahead of the mark are served at once, and the mark moves after ten minutes', () => {
  const watch = createWatch(startMs - 399 * dayMs);
  assert.deepEqual(watch.run(tenMinutesMs - 2000), ['safe']);
  assert.equal(watch.mark(), startMs - 399 * dayMs);
  watch.run(3000);
  assert.equal(watch.mark(), watch.trueMs());
});

void test('farther ahead needs the command', () => {
  const watch = createWatch(startMs - 401 * dayMs);
  assert.deepEqual(watch.run(2 * tenMinutesMs), ['far_ahead']);
  assert.match(watch.look().unsafe?.detail ?? '', /401 days ahead.*tally clock accept/);
  watch.accept();
  assert.deepEqual(watch.run(1000), ['safe']);
});

void test('behind the mark needs waiting or the command', () => {
  const watch = createWatch(startMs + 10 * minuteMs);
  assert.deepEqual(watch.run(11 * minuteMs), ['behind', 'safe']);
  const other = createWatch(startMs + 365 * dayMs);
  assert.deepEqual(other.run(11 * minuteMs), ['behind']);
  assert.match(other.look().unsafe?.detail ?? '', /365 days behind.*tally clock accept/);
  other.accept();
  assert.deepEqual(other.run(1000), ['safe']);
  assert.ok(other.mark()! < other.trueMs(), 'the command moves the mark back');
});

void test('a difference from the database is nothing that could be accepted', () => {
  const watch = createWatch();
  watch.setDatabase(dayMs);
  assert.equal(watch.look().unsafe?.isAcceptable, false);
});

void test('a clock that is set right by days soon after the start is believed after a minute', () => {
  const watch = createWatch(startMs - 3 * dayMs);
  watch.set(-2 * dayMs);
  watch.run(30_000);
  watch.set(0);
  assert.deepEqual(watch.run(minuteMs + 2000), ['settling', 'safe']);
});

void test('one that was a day ahead from the start and is found wrong within ten minutes leaves no trace', () => {
  const watch = createWatch(startMs);
  watch.set(dayMs);
  assert.deepEqual(watch.run(tenMinutesMs - 2000), ['safe']);
  watch.set(0);
  assert.deepEqual(watch.run(minuteMs + 2000), ['settling', 'safe']);
  assert.equal(watch.mark(), startMs);
});

void test('a jump that was seen and gone between two looks counts', () => {
  const watch = createWatch();
  const { state } = watch.look();
  const disturbed = disturbedState(state, state.agreedSinceMs + 500);
  const reading: ClockReading = {
    systemMs: state.offsetMs + state.agreedSinceMs + 1000,
    elapsedMs: state.agreedSinceMs + 1000,
    databaseMs: state.offsetMs + state.agreedSinceMs + 1000,
    differenceMs: 0,
    highWaterMs: undefined,
    acceptedChangeId: undefined,
  };
  assert.equal(judgeClock(disturbed, reading).unsafe?.cause, 'settling');
});

void test('a clock that was set moves otherwise than one that can’t be', () => {
  assert.equal(wasClockSet(5000, 4000), false);
  assert.equal(wasClockSet(5000, 2000), true);
  assert.equal(wasClockSet(-5000, 2000), true);
});

/** A time in which both clocks are wrong by so much, and then a time in which they are right. */
interface Episode {
  readonly errorMs: number;
  readonly wrongMs: number;
  readonly rightMs: number;
  readonly restarts: boolean;
}

const anyError = fc
  .oneof(
    fc.integer({ min: 2001, max: 600_000 }),
    fc.integer({ min: 600_000, max: 3 * dayMs }),
    fc.integer({ min: 3 * dayMs, max: 500 * dayMs }),
  )
  .chain((size) => fc.constantFrom(size, -size));
const episodesOfAtMost = (longestMs: number) =>
  fc.array(
    fc.record<Episode>({
      errorMs: anyError,
      wrongMs: fc.integer({ min: 1, max: longestMs }),
      rightMs: fc.integer({ min: 1, max: 25 * minuteMs }),
      restarts: fc.boolean(),
    }),
    { maxLength: 6 },
  );

void test('the mark never moves by a time that is found wrong within ten minutes, and service comes back a minute after', () => {
  fc.assert(
    fc.property(episodesOfAtMost(tenMinutesMs - 2000), fc.boolean(), (episodes, isNew) => {
      const watch = createWatch(isNew ? undefined : startMs);
      for (const { errorMs, wrongMs, rightMs, restarts } of episodes) {
        if (restarts) watch.restart();
        watch.set(errorMs);
        watch.run(wrongMs);
        assert.ok((watch.mark() ?? 0) <= watch.trueMs(), 'the mark is no wrong time');
        watch.set(0);
        watch.run(rightMs);
        assert.ok((watch.mark() ?? 0) <= watch.trueMs());
      }
      assert.equal(watch.run(minuteMs + 2000).at(-1), 'safe');
    }),
    { numRuns: 300 },
  );
});

void test('once confirmed, a running system serves no time that is more than five minutes ahead, however long it lasts', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(anyError, fc.integer({ min: 1, max: 40 * minuteMs })), { maxLength: 5 }),
      (steps) => {
        const watch = createWatch(startMs);
        watch.run(tenMinutesMs);
        let confirmedErrorMs = 0;
        for (const [errorMs, durationMs] of steps) {
          watch.set(errorMs);
          const causes = watch.run(durationMs);
          const isFar = errorMs > confirmedErrorMs + limits.longestStepMs + limits.toleranceMs;
          assert.ok(!isFar || !causes.includes('safe'), `${errorMs} over ${confirmedErrorMs}`);
          if (watch.mark() === watch.trueMs() + errorMs) confirmedErrorMs = errorMs;
        }
      },
    ),
    { numRuns: 300 },
  );
});

void test('an honest clock is always served, however unevenly it is looked at', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          pauseMs: fc.integer({ min: 0, max: 90 * minuteMs }),
          systemErrorMs: fc.integer({ min: -900, max: 900 }),
          databaseErrorMs: fc.integer({ min: -900, max: 900 }),
          restarts: fc.boolean(),
        }),
        { maxLength: 100 },
      ),
      (looks) => {
        let state: ClockState | undefined;
        let elapsedMs = 0;
        let highWaterMs: number | undefined;
        for (const { pauseMs, systemErrorMs, databaseErrorMs, restarts } of looks) {
          elapsedMs += pauseMs;
          const systemMs = startMs + elapsedMs + systemErrorMs;
          const databaseMs = startMs + elapsedMs + databaseErrorMs;
          const judgement = judgeClock(restarts ? undefined : state, {
            systemMs,
            elapsedMs,
            databaseMs,
            differenceMs: systemMs - databaseMs,
            highWaterMs,
            acceptedChangeId: undefined,
          });
          state = judgement.state;
          const { newHighWaterMs = highWaterMs } = judgement;
          highWaterMs = newHighWaterMs === undefined ? undefined : Math.max(highWaterMs ?? 0, newHighWaterMs);
          assert.equal(judgement.unsafe, undefined);
        }
      },
    ),
    { numRuns: 300 },
  );
});

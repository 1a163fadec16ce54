import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { firstChoice, nextSchedule, type Decision, type Schedule } from './next-schedule.ts';

/** Runs participants that have so many steps each and never wait for each other. */
function runFree(steps: readonly number[], schedule: Schedule): readonly Decision[] {
  const left = [...steps];
  const decisions: Decision[] = [];
  for (;;) {
    const ready = left.flatMap((count, index) => (count > 0 ? [index] : []));
    if (ready.length === 0) return decisions;
    const chosen = schedule[decisions.length]?.chosen ?? firstChoice(ready, decisions.at(-1)?.chosen);
    left[chosen]! -= 1;
    decisions.push({ ready, chosen });
  }
}

function allSchedules(steps: readonly number[], maximumPreemptions?: number): readonly string[] {
  const found: string[] = [];
  for (let next: Schedule | undefined = []; next !== undefined;) {
    const decisions = runFree(steps, next);
    found.push(decisions.map(({ chosen }) => chosen).join(''));
    next = nextSchedule(decisions, maximumPreemptions);
  }
  return found;
}

function factorial(number: number): number {
  return number <= 1 ? 1 : number * factorial(number - 1);
}

test('of participants that never wait for each other every order is found, and each once', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }), (steps) => {
      const found = allSchedules(steps);
      const all = factorial(steps.reduce((sum, count) => sum + count, 0));
      const expected = steps.reduce((count, each) => count / factorial(each), all);
      assert.equal(found.length, expected);
      assert.equal(new Set(found).size, expected);
    }),
  );
});

test('without preemption each of them goes through to its end, in every order', () => {
  assert.deepEqual(allSchedules([2, 2], 0), ['0011', '1100']);
  assert.equal(allSchedules([3, 3, 3], 0).length, 6);
});

test('with one preemption one of two is interrupted once, at each of its moments', () => {
  assert.deepEqual(allSchedules([2, 2], 1).toSorted(), ['0011', '0110', '1001', '1100']);
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { PaymentOutcome, PlatformProblem } from '../platform-client/platform-answer.ts';
import { defaultLoopLimits } from './loop-limits.ts';
import { nextStep, type LoopEvent, type LoopMoment, type LoopState } from './next-step.ts';

const now = 1_000_000;
const moment: LoopMoment = { monotonicMs: now, randomFraction: 0, limits: defaultLoopLimits };
const paying: LoopState = {
  phase: 'paying',
  codeAtHand: true,
  unsettled: false,
  failuresInRow: 0,
  deadlineMs: now + defaultLoopLimits.payWithinMs,
};
const recovering: LoopState = { ...paying, codeAtHand: false, unsettled: true };
const reversing: LoopState = {
  ...recovering,
  phase: 'reversing',
  deadlineMs: now + defaultLoopLimits.reverseWithinMs,
};

const problem: PlatformProblem = {
  status: 400,
  code: 'malformed_request',
  cashierWords: 'No.',
  detail: 'No.',
};
const outcome: PaymentOutcome = {
  ...{
    outcome: 'approved',
    paymentId: 'P',
    errorCode: null,
    cashierWords: null,
    tillNumber: '1',
    merchantName: 'M',
  },
  ...{
    amount: { minorUnits: '450', currency: 'EUR' },
    refunded: { minorUnits: '0', currency: 'EUR' },
    refunds: [],
    orderReference: null,
    earlierPayment: null,
  },
  ...{ decidedAt: 1, codeEnding: '1234', confirmation: null },
};
const refused: LoopEvent = { kind: 'refused', problem };
const reused: LoopEvent = {
  kind: 'refused',
  problem: { ...problem, status: 409, code: 'payment_id_reused' },
};
const lost: LoopEvent = { kind: 'lost', problem: null, retryAfterMs: null };
const throttled: LoopEvent = { kind: 'throttled', problem, retryAfterMs: 4000 };
const pending: LoopEvent = { kind: 'pending', pollAfterMs: 1000, early: false };
const early: LoopEvent = { kind: 'pending', pollAfterMs: 30_000, early: true };
const decided: LoopEvent = { kind: 'outcome', outcome };

const table: [string, LoopState, LoopEvent, string][] = [
  ['begins with the payment', paying, { kind: 'started' }, 'pay after 0'],
  ['begins with a question after a crash', recovering, { kind: 'started' }, 'query after 0'],
  ['ends with an outcome', paying, decided, 'finish'],
  ['reverses when the cashier cancels', paying, { kind: 'cancelled' }, 'reverse after 0'],
  ['asks after a lost answer', paying, lost, 'query after 300'],
  ['waits longer after the third loss', { ...paying, failuresInRow: 2 }, lost, 'query after 1200'],
  ['waits as long as a busy platform says', paying, { ...lost, retryAfterMs: 7000 }, 'query after 7000'],
  ['sends the same request when the platform never saw it', paying, { kind: 'never_seen' }, 'pay after 0'],
  ['closes after a crash what the platform never saw', recovering, { kind: 'never_seen' }, 'reverse after 0'],
  ['sends the same request again while it is pending', paying, pending, 'pay after 1000'],
  ['waits for an early code', paying, early, 'pay after 30000'],
  ['asks again after a crash while it is in work', recovering, pending, 'query after 1000'],
  ['closes after a crash what waits for its code', recovering, early, 'reverse after 0'],
  ['repeats a throttled payment', paying, throttled, 'pay after 4000'],
  ['asks after a throttle when something may have moved', recovering, throttled, 'query after 4000'],
  [
    'leaves open after a crash what it can’t ask about',
    { ...recovering, deadlineMs: now },
    lost,
    'finish_unknown',
  ],
  [
    'leaves open after a crash what it is not let ask about',
    { ...recovering, deadlineMs: now },
    throttled,
    'finish_unknown',
  ],
  ['leaves open after a crash what it is refused to know', recovering, refused, 'finish_unknown'],
  [
    'reverses after a crash what the platform has not decided in time',
    { ...recovering, deadlineMs: now },
    pending,
    'reverse after 0',
  ],
  ['believes a refusal of the only request', paying, refused, 'finish_refused'],
  [
    'reverses after a refusal when an earlier answer was lost',
    { ...paying, unsettled: true },
    refused,
    'reverse after 0',
  ],
  ['leaves an id alone that another payment has', { ...paying, unsettled: true }, reused, 'finish_refused'],
  ['reverses when the time is up', { ...paying, deadlineMs: now + 299 }, lost, 'reverse after 0'],
  [
    'reverses at once when the wait would be too long',
    { ...paying, deadlineMs: now + 900 },
    pending,
    'reverse after 0',
  ],
  ['never asks without a pause', paying, { ...pending, pollAfterMs: 0 }, 'pay after 100'],
  [
    'begins with the reversal when that was decided before a crash',
    reversing,
    { kind: 'started' },
    'reverse after 0',
  ],
  ['is not cancelled twice', reversing, { kind: 'cancelled' }, 'reverse after 0'],
  ['ends when the reversal is confirmed', reversing, decided, 'finish'],
  ['repeats a lost reversal', reversing, lost, 'reverse after 300'],
  ['repeats a throttled reversal', reversing, throttled, 'reverse after 4000'],
  ['repeats a reversal that is answered by pending', reversing, pending, 'reverse after 300'],
  [
    'repeats a reversal that is answered by never seen',
    reversing,
    { kind: 'never_seen' },
    'reverse after 300',
  ],
  ['does not know when the server stays away', { ...reversing, deadlineMs: now }, lost, 'finish_unknown'],
  ['does not know when the reversal is refused', reversing, refused, 'finish_unknown'],
];

describe('The next step of a payment', () => {
  for (const [sentence, state, event, expected] of table) {
    it(sentence, () => {
      const { action } = nextStep(state, event, moment);
      assert.equal('afterMs' in action ? `${action.kind} after ${action.afterMs}` : action.kind, expected);
    });
  }

  it('gives up the code and starts a new time when it turns to reversing', () => {
    const { state } = nextStep(paying, { kind: 'cancelled' }, moment);
    assert.deepEqual(state, { ...reversing, unsettled: false });
  });
});

const anyEvent: fc.Arbitrary<LoopEvent> = fc.oneof(
  fc.constantFrom<LoopEvent>(
    refused,
    reused,
    lost,
    pending,
    early,
    { kind: 'never_seen' },
    { kind: 'cancelled' },
  ),
  fc.record({
    kind: fc.constant('lost'),
    problem: fc.constant(null),
    retryAfterMs: fc.option(fc.nat(90_000)),
  }),
  fc.record({
    kind: fc.constant('throttled'),
    problem: fc.constant(problem),
    retryAfterMs: fc.option(fc.nat(90_000)),
  }),
  fc.record({ kind: fc.constant('pending'), pollAfterMs: fc.nat(), early: fc.boolean() }),
);

describe('Every run of the loop', () => {
  it('ends within its two deadlines, never pays after it began to reverse, and refuses only what is settled', () => {
    const longestMs = defaultLoopLimits.payWithinMs + defaultLoopLimits.reverseWithinMs;
    fc.assert(
      fc.property(fc.infiniteStream(anyEvent), fc.boolean(), (events, codeAtHand) => {
        let state: LoopState = {
          ...(codeAtHand ? paying : recovering),
          deadlineMs: defaultLoopLimits.payWithinMs,
        };
        let event: LoopEvent = { kind: 'started' };
        let elapsedMs = 0;
        let mayHaveMoved = !codeAtHand;
        for (let steps = 0; steps < 2000; steps++) {
          const { state: next, action } = nextStep(state, event, {
            ...moment,
            monotonicMs: elapsedMs,
            randomFraction: 1,
          });
          assert.ok(!(state.phase === 'reversing' && (action.kind === 'pay' || action.kind === 'query')));
          if (action.kind === 'finish_refused') {
            assert.ok(!mayHaveMoved || action.problem.code === 'payment_id_reused');
          }
          if (!('afterMs' in action)) return;
          elapsedMs += action.afterMs;
          assert.ok(elapsedMs <= longestMs);
          state = next;
          const [answer = lost] = events.take(1);
          event = answer;
          mayHaveMoved ||= event.kind === 'lost' || event.kind === 'pending';
        }
        assert.fail('The loop did not end.');
      }),
      { numRuns: 2000 },
    );
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import {
  createManualClock,
  problemDetails,
  TallyError,
  type PaymentRequestJson,
} from '@tallystick/foundation';
import type { JournalEntry, TillJournal } from '../journal/till-journal.ts';
import type { PaymentResult } from '../payment-loop/payment-result.ts';
import { createContractPayments } from '../testing/contract-payments.ts';
import { testAmount, testPaycode } from '../testing/test-terminal.ts';
import { createCashierTerminal, type CashierTerminal } from './cashier-terminal.ts';

const till = { tillNumber: '0000007', merchantName: 'Baker’s' };

const paperIsOut = new Error('The printer has no paper.');

/** What the network does with one request; `lose_answer` after the platform has done the work. */
type Fate = 'deliver' | 'lose_request' | 'lose_answer' | 'pending';

/** One event: it is let go by the schedule, so that anything else may come before it. */
type Pause = (label: string) => Promise<unknown>;

interface Life {
  readonly terminal: CashierTerminal;
  /** Payments that this life has begun, or that its cashier has reversed. */
  readonly ownIds: Set<string>;
  /** Payments whose end this life has shown without a failure of the printer. */
  readonly shownIds: Set<string>;
  isDead: boolean;
}

/** What the cashier has seen of one payment, in order, without `unknown`. */
type Seen = Map<string, PaymentResult['state'][]>;

/** A till, the disk below it, and a platform in memory behind a network that loses what it is told to lose. */
function createWorld(pause: Pause) {
  const platform = createContractPayments(till, () => null);
  const clock = createManualClock(1_790_000_000_000);
  const disk = new Map<string, JournalEntry>();
  const seen: Seen = new Map();
  const cancelledByCashier = new Set<string>();
  const world = {
    platform,
    disk,
    seen,
    cancelledByCashier,
    fates: [] as Fate[],
    printerFails: [] as boolean[],
    life: undefined as Life | undefined,
    /** Entries of an earlier life that were open when this life stored a payment of its own. */
    chargedBesides: [] as string[],
    /** Payments whose reversal the journal holds, or held: no money of theirs may stay taken. */
    toBeReversed: new Set<string>(),
    /** What went wrong that neither the till nor the printer announces. */
    faults: [] as unknown[],
    /** Payments that one life showed a second time although the first showing had succeeded. */
    shownTwice: [] as string[],
    requests: [] as string[],
    startLife,
    pay,
    see,
  };

  function startLife(): Life {
    if (world.life !== undefined) world.life.isDead = true;
    const life: Life = {
      isDead: false,
      ownIds: new Set(),
      shownIds: new Set(),
      terminal: createTerminal(() => life),
    };
    world.life = life;
    return life;
  }

  function createTerminal(lifeOf: () => Life): CashierTerminal {
    /** Lets other events go first; what a dead till would have done next never happens. */
    const step = async (label: string): Promise<void> => {
      await pause(label);
      if (lifeOf().isDead) await new Promise(() => undefined);
    };
    const journal: TillJournal = {
      async put(entry) {
        await step(`put ${entry.phase}`);
        disk.set(entry.paymentId, entry);
        if (entry.phase === 'reversing') world.toBeReversed.add(entry.paymentId);
      },
      async settle(paymentId) {
        await step('settle');
        disk.delete(paymentId);
      },
      async openEntries() {
        await step('list the journal');
        return [...disk.values()];
      },
    };
    return createCashierTerminal({
      serverUrl: 'http://127.0.0.1:1',
      tillKey: 'key',
      issuerPrefix: '83',
      journal,
      clock,
      requestTimeoutMs: 60_000,
      maximumPaymentsAtOnce: 2,
      async wait(waitMs) {
        await step('wait');
        clock.advance(waitMs);
      },
      async fetch(url, init) {
        if (lifeOf().isDead) throw new Error('The till is dead.');
        const path = url.pathname.replace('/v1/payments', '');
        const line = `${init.method ?? 'GET'} ${path}`;
        await pause(`request ${line}`);
        world.requests.push(line);
        const fate = world.fates.shift() ?? 'deliver';
        if (fate === 'lose_request') throw new Error('The request was lost.');
        const answer = answerOf(path, init, fate === 'pending');
        await pause(`answer ${line}`);
        if (fate === 'lose_answer' || lifeOf().isDead) throw new Error('The answer was lost.');
        const contentType = answer.status < 400 ? 'application/json' : 'application/problem+json';
        return new Response(JSON.stringify(answer.json), {
          status: answer.status,
          headers: { 'content-type': contentType },
        });
      },
    });
  }

  function answerOf(path: string, { method, body }: RequestInit, isPending: boolean) {
    try {
      if (path === '') return platform.pay(JSON.parse(body as string) as PaymentRequestJson, isPending);
      const [, paymentId = '', action] = path.split('/');
      return method === 'POST' && action === 'reversal'
        ? platform.reverse(paymentId)
        : platform.query(paymentId);
    } catch (error) {
      if (!(error instanceof TallyError)) throw error;
      return { status: error.definition.httpStatus, json: problemDetails(error) };
    }
  }

  function see(life: Life, result: PaymentResult): void {
    if (life.isDead || result.state === 'unknown') return;
    seen.set(result.paymentId, [...(seen.get(result.paymentId) ?? []), result.state]);
  }

  async function show(life: Life, result: PaymentResult): Promise<void> {
    see(life, result);
    if (life.shownIds.has(result.paymentId)) world.shownTwice.push(result.paymentId);
    const fails = world.printerFails.shift() ?? false;
    await pause('the printer');
    if (fails) throw paperIsOut;
    if (result.state !== 'unknown') life.shownIds.add(result.paymentId);
  }

  async function pay(life: Life, onStored: (paymentId: string) => void): Promise<void> {
    const result = await life.terminal.pay({
      code: testPaycode,
      amount: testAmount,
      onStored(paymentId) {
        life.ownIds.add(paymentId);
        world.chargedBesides.push(...[...disk.keys()].filter((id) => !life.ownIds.has(id)));
        onStored(paymentId);
      },
      show: (ended) => show(life, ended),
    });
    assert.ok(result.state !== 'refused');
  }

  return Object.assign(world, {
    drain: (life: Life) => life.terminal.finishOpenPayments((ended) => show(life, ended)),
    async reverse(life: Life, paymentId: string): Promise<void> {
      cancelledByCashier.add(paymentId);
      life.ownIds.add(paymentId);
      const result = await life.terminal.reverse(paymentId);
      if (result.state === 'approved')
        world.faults.push(`The reversal of ${paymentId} was answered by approved.`);
      see(life, result);
    },
  });
}

type World = ReturnType<typeof createWorld>;

/** Lets event after event go until none is left. The rounds of the event loop between them move no clock. */
async function runToEnd(scheduler: fc.Scheduler): Promise<void> {
  for (let idleRounds = 0; idleRounds < 3;) {
    await setImmediate();
    idleRounds = scheduler.count() === 0 ? idleRounds + 1 : 0;
    if (scheduler.count() > 0) await scheduler.waitNext(1);
  }
}

type Action = 'pay' | 'drain' | 'reverse' | 'crash';

const action = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Action>('pay') },
  { weight: 3, arbitrary: fc.constant<Action>('drain') },
  { weight: 2, arbitrary: fc.constant<Action>('reverse') },
  { weight: 2, arbitrary: fc.constant<Action>('crash') },
);

/** Long runs of one fate matter: 45 s of lost answers take some twenty of them. */
const fates = fc
  .array(
    fc.tuple(
      fc.constantFrom<Fate>('deliver', 'lose_request', 'lose_answer', 'pending'),
      fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 20, max: 60 })),
    ),
    { maxLength: 6 },
  )
  .map((runs) => runs.flatMap(([fate, times]) => Array.from({ length: times }, () => fate)));

async function playDay(
  world: World,
  scheduler: fc.Scheduler,
  actions: readonly { readonly what: Action; readonly which: number }[],
): Promise<void> {
  const stored: string[] = [];
  const begun: Promise<unknown>[] = [];
  const ignore = (): void => undefined;
  const failed = (error: unknown): void => {
    const isExpected = error instanceof TallyError || error === paperIsOut;
    if (!isExpected) world.faults.push(error);
  };
  let life = world.startLife();
  const cashier = scheduler.scheduleSequence(
    actions.map(({ what, which }) => ({
      label: what,
      async builder() {
        if (what === 'crash') life = world.startLife();
        if (what === 'pay') begun.push(world.pay(life, (id) => stored.push(id)).catch(failed));
        if (what === 'drain') begun.push(world.drain(life).then(ignore, failed));
        const paymentId = stored[which % Math.max(stored.length, 1)];
        if (what === 'reverse' && paymentId !== undefined)
          begun.push(world.reverse(life, paymentId).catch(failed));
      },
    })),
  );
  await runToEnd(scheduler);
  assert.ok((await cashier.task).done);
  await settleEverything(world, scheduler);
}

/** The network is back, the printer has paper, and the till is started once more. */
async function settleEverything(world: World, scheduler: fc.Scheduler): Promise<void> {
  world.fates.length = 0;
  world.printerFails.length = 0;
  const life = world.startLife();
  const drained = world.drain(life);
  await runToEnd(scheduler);
  await drained;
}

function checkAgreement(world: World): void {
  assert.deepEqual([...world.disk.keys()], [], 'The journal holds a payment that has ended.');
  assert.deepEqual(world.chargedBesides, [], 'A code was charged beside a payment of an earlier life.');
  assert.deepEqual(world.faults, []);
  assert.deepEqual(world.shownTwice, [], 'A payment was shown twice.');
  const paid = new Set(world.platform.paidIds());
  assert.deepEqual(
    [...world.toBeReversed].filter((id) => paid.has(id)),
    [],
    'A reversal was stored and not finished.',
  );
  for (const [paymentId, states] of world.seen) {
    const distinct = states.filter((state, index) => state !== states[index - 1]);
    const isCancelled = world.cancelledByCashier.has(paymentId);
    const allowed = isCancelled ? ['approved reversed', 'approved', 'reversed'] : ['approved', 'reversed'];
    assert.ok(allowed.includes(distinct.join(' ')), `${paymentId} was shown as ${distinct.join(', then ')}.`);
    assert.equal(
      distinct.at(-1) === 'approved',
      paid.has(paymentId),
      `${paymentId}: shown and ledger differ.`,
    );
  }
  for (const paymentId of paid)
    assert.ok(world.seen.has(paymentId), `${paymentId} was paid and never shown.`);
}

describe('A till with payments under way', () => {
  it('shows each payment as one thing, and agrees with journal and ledger, in any order of events', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.record({ what: action, which: fc.nat(9) }), { minLength: 2, maxLength: 14 }),
        fates,
        fc.array(fc.boolean(), { maxLength: 6 }),
        async (scheduler, actions, networkFates, printerFails) => {
          const world = createWorld((label) => scheduler.schedule(Promise.resolve(), label));
          world.fates.push(...networkFates);
          world.printerFails.push(...printerFails);
          await playDay(world, scheduler, actions);
          checkAgreement(world);
        },
      ),
      { numRuns: process.env['TALLY_TEST_LONG'] === '1' ? 5000 : 250 },
    );
  });
});

import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { TallyError, type DeclineCode } from '@tallystick/foundation';
import { createMemoryJournal } from '../journal/memory-journal.ts';
import { startContractServer, type ContractServer } from '../testing/contract-server.ts';
import type { Fault } from '../testing/faults.ts';
import { createTestTerminal, testAmount, testPaycode } from '../testing/test-terminal.ts';
import type { CashierTerminal } from './cashier-terminal.ts';

const order = { code: testPaycode, amount: testAmount };
let server: ContractServer;
let declineNext: DeclineCode | null = null;

before(async () => {
  server = await startContractServer({ decide: () => declineNext });
});
after(() => server.close());
beforeEach(() => {
  declineNext = null;
  server.faults.length = 0;
  server.requests.length = 0;
  server.onRequest = () => undefined;
});

/** The requests of one payment, with its id left out. */
function pathsOf(paymentId: string): string[] {
  return server.requests.map((line) => line.replace(paymentId, 'ID').replace('/v1/payments', ''));
}

describe('A payment', () => {
  it('is approved with one request, and is in the journal before that request', async () => {
    const { terminal, journal } = createTestTerminal(server);
    const openAtRequest: number[] = [];
    server.onRequest = () => void journal.openEntries().then((entries) => openAtRequest.push(entries.length));
    const result = await terminal.pay(order);
    assert.equal(result.state, 'approved');
    assert.deepEqual(openAtRequest, [1]);
    assert.deepEqual(pathsOf(result.paymentId), ['POST ']);
    assert.deepEqual(await journal.openEntries(), []);
  });

  it('is declined with words for the cashier', async () => {
    declineNext = 'insufficient_funds';
    const result = await createTestTerminal(server).terminal.pay(order);
    assert.equal(result.state, 'declined');
    assert.match(result.state === 'declined' ? String(result.outcome.cashierWords) : '', /Not enough money/);
  });

  it('shows its result before the journal forgets it', async () => {
    const { terminal, journal } = createTestTerminal(server);
    let openWhenShown = 0;
    await terminal.pay({
      ...order,
      show: async () => void (openWhenShown = (await journal.openEntries()).length),
    });
    assert.equal(openWhenShown, 1);
  });

  const spoilt = [
    'lose_answer',
    'cut_in_body',
    'garbage',
    'other_payment',
    'endless_body',
    'sign_in_page',
  ] as const;
  for (const fault of spoilt) {
    it(`ends in its true outcome when the answer is spoilt by ${fault}`, async () => {
      server.faults.push(fault);
      const result = await createTestTerminal(server).terminal.pay(order);
      assert.equal(result.state, 'approved');
      assert.deepEqual(pathsOf(result.paymentId), ['POST ', 'GET /ID']);
    });
  }

  it('ends in its true outcome when the answer never comes', async () => {
    server.faults.push('never_answer');
    const result = await createTestTerminal(server, { requestTimeoutMs: 200 }).terminal.pay(order);
    assert.equal(result.state, 'approved');
    assert.deepEqual(pathsOf(result.paymentId), ['POST ', 'GET /ID']);
  });

  it('is sent again with the same id when the request was lost', async () => {
    server.faults.push('lose_request');
    const result = await createTestTerminal(server).terminal.pay(order);
    assert.equal(result.state, 'approved');
    assert.deepEqual(pathsOf(result.paymentId), ['POST ', 'GET /ID', 'POST ']);
  });

  it('is asked again after the time that a pending answer names', async () => {
    server.faults.push('pending', 'pending');
    const { terminal, wait } = createTestTerminal(server);
    const result = await terminal.pay(order);
    assert.equal(result.state, 'approved');
    assert.deepEqual(wait.waitedMs, [1000, 1000]);
    assert.deepEqual(pathsOf(result.paymentId), ['POST ', 'POST ', 'POST ']);
  });

  it('waits for `Retry-After` when the till is throttled', async () => {
    server.faults.push({ problem: 'overloaded', status: 429, retryAfterSeconds: 9 });
    const { terminal, wait } = createTestTerminal(server);
    assert.equal((await terminal.pay(order)).state, 'approved');
    assert.deepEqual(wait.waitedMs, [9000]);
  });

  it('is an error of the till, with nothing moved, when its only request is refused', async () => {
    const { terminal, journal } = createTestTerminal(server, { tillKey: 'revoked' });
    const result = await terminal.pay(order);
    assert.equal(result.state === 'refused' ? result.problem.code : result.state, 'till_key_unknown');
    assert.deepEqual(await journal.openEntries(), []);
  });

  it('is unknown, never refused, when the key is revoked after an answer was lost', async () => {
    const lostThenRevoked: Fault[] = [
      'lose_answer',
      { problem: 'till_key_unknown' },
      { problem: 'till_key_unknown' },
    ];
    server.faults.push(...lostThenRevoked);
    const { terminal, journal } = createTestTerminal(server);
    const result = await terminal.pay(order);
    assert.equal(result.state, 'unknown');
    assert.equal((await journal.openEntries()).length, 1);
  });

  it('is reversed when the platform does not decide within the time', async () => {
    server.faults.push(...Array.from({ length: 60 }, (): Fault => 'pending'));
    const { terminal, clock } = createTestTerminal(server);
    const result = await terminal.pay(order);
    assert.equal(result.state, 'reversed');
    assert.ok(clock.monotonicMs() <= 45_000);
    assert.equal(server.payments.outcomeOf(result.paymentId)?.errorCode, 'reversed');
  });

  it('is unknown, and stays in the journal as to be reversed, when the server stays away', async () => {
    const { terminal, journal, clock } = createTestTerminal(server);
    server.faults.push(...Array.from({ length: 200 }, (): Fault => 'lose_request'));
    const result = await terminal.pay(order);
    assert.equal(result.state, 'unknown');
    assert.ok(clock.monotonicMs() <= 75_000);
    const [entry] = await journal.openEntries();
    assert.deepEqual([entry?.paymentId, entry?.phase], [result.paymentId, 'reversing']);

    server.faults.length = 0;
    const [later] = await terminal.finishOpenPayments();
    assert.deepEqual([later?.paymentId, later?.state], [result.paymentId, 'reversed']);
    assert.deepEqual(await journal.openEntries(), []);
  });

  it('is never in the journal with its code', async () => {
    const puts: string[] = [];
    const memory = createMemoryJournal();
    const journal = { ...memory, put: (entry: object) => void puts.push(JSON.stringify(entry)) };
    server.faults.push('lose_answer', { problem: 'malformed_request' });
    await createTestTerminal(server, {
      journal: { ...memory, put: async (entry) => journal.put(entry) },
    }).terminal.pay(order);
    assert.equal(puts.length, 2);
    assert.ok(puts.every((text) => !text.includes(testPaycode.slice(2, 12))));
  });
});

describe('A cashier who cancels', () => {
  it('has the payment reversed, also where it was approved meanwhile', async () => {
    const cancelling = new AbortController();
    server.onRequest = (line) => {
      if (line === 'POST /v1/payments') cancelling.abort();
    };
    const result = await createTestTerminal(server).terminal.pay({ ...order, signal: cancelling.signal });
    assert.equal(result.state, 'reversed');
    assert.deepEqual(server.payments.paidIds().includes(result.paymentId), false);
  });

  it('cancels a payment under way by reversing its id', async () => {
    const { terminal } = createTestTerminal(server);
    server.faults.push('never_answer');
    let reversal: Promise<unknown> = Promise.resolve();
    server.onRequest = (line) => {
      const [paymentId] = ids;
      if (line === 'POST /v1/payments' && paymentId !== undefined) reversal = terminal.reverse(paymentId);
    };
    const ids: string[] = [];
    const result = await terminal.pay({ ...order, onStored: (paymentId) => void ids.push(paymentId) });
    assert.equal(result.state, 'reversed');
    assert.deepEqual(await reversal, result);
  });
});

describe('A result that is still being shown', () => {
  /** A printer that has not finished until it is told to. */
  function createSlowPrinter() {
    const printer = { finish: (): void => undefined, show: (): Promise<void> => printed };
    const printed = new Promise<void>((resolve) => (printer.finish = resolve));
    return printer;
  }

  /** Makes a payment and returns when its result is at the printer. */
  async function payUntilPrinting(terminal: CashierTerminal, printer: ReturnType<typeof createSlowPrinter>) {
    const printing = Promise.withResolvers<string>();
    const shown = terminal.pay({
      ...order,
      show({ paymentId }) {
        printing.resolve(paymentId);
        return printer.show();
      },
    });
    return { shown, paymentId: await printing.promise };
  }

  it('can be reversed, and the money comes back', async () => {
    const { terminal, journal } = createTestTerminal(server);
    const printer = createSlowPrinter();
    const { shown, paymentId } = await payUntilPrinting(terminal, printer);
    assert.equal((await terminal.reverse(paymentId)).state, 'reversed');
    assert.ok(!server.payments.paidIds().includes(paymentId));
    printer.finish();
    await shown;
    assert.deepEqual(await journal.openEntries(), []);
  });

  it('leaves in the journal a reversal that was asked for meanwhile and has not arrived', async () => {
    const { terminal, journal } = createTestTerminal(server);
    const printer = createSlowPrinter();
    const { shown, paymentId } = await payUntilPrinting(terminal, printer);
    server.faults.push(...Array.from({ length: 100 }, (): Fault => 'lose_request'));
    assert.equal((await terminal.reverse(paymentId)).state, 'unknown');
    printer.finish();
    await shown;
    const open = await journal.openEntries();
    assert.deepEqual(
      open.map(({ phase }) => phase),
      ['reversing'],
    );
    server.faults.length = 0;
    const [later] = await terminal.finishOpenPayments();
    assert.equal(later?.state, 'reversed');
  });

  it('is left alone by a draining', async () => {
    const { terminal } = createTestTerminal(server);
    const printer = createSlowPrinter();
    const { shown } = await payUntilPrinting(terminal, printer);
    assert.deepEqual(await terminal.finishOpenPayments(), []);
    printer.finish();
    assert.equal((await shown).state, 'approved');
  });

  it('holds no place: a printer that hangs does not stop the till', async () => {
    const { terminal } = createTestTerminal(server, { maximumPaymentsAtOnce: 1 });
    await payUntilPrinting(terminal, createSlowPrinter());
    assert.equal((await terminal.pay(order)).state, 'approved');
  });

  it('is shown once where the journal can’t be written afterwards, and settled by the next draining', async () => {
    const memory = createMemoryJournal();
    let isFull = true;
    const settle = (paymentId: string): Promise<void> =>
      isFull ? Promise.reject(new TallyError('disk_full')) : memory.settle(paymentId);
    const { terminal } = createTestTerminal(server, { journal: { ...memory, settle } });
    assert.equal((await terminal.pay(order)).state, 'approved');
    isFull = false;
    assert.deepEqual(await terminal.finishOpenPayments(), []);
    assert.deepEqual(await memory.openEntries(), []);
  });
});

describe('A reversal by payment id', () => {
  it('gives the money back, and may be asked for twice', async () => {
    const { terminal } = createTestTerminal(server);
    const { paymentId } = await terminal.pay(order);
    assert.equal((await terminal.reverse(paymentId)).state, 'reversed');
    assert.equal((await terminal.reverse(paymentId)).state, 'reversed');
    assert.equal((await terminal.query(paymentId)).state, 'reversed');
  });

  it('is repeated until it is confirmed', async () => {
    const { terminal } = createTestTerminal(server);
    const { paymentId } = await terminal.pay(order);
    server.faults.push('lose_answer', 'garbage', { problem: 'database_unavailable' });
    assert.equal((await terminal.reverse(paymentId)).state, 'reversed');
  });

  it('closes an id that never came', async () => {
    const result = await createTestTerminal(server).terminal.reverse('never_came_1');
    assert.equal(result.state, 'reversed');
  });
});

describe('A question about a payment', () => {
  it('tells apart never seen, in work, and not known', async () => {
    const { terminal } = createTestTerminal(server);
    assert.equal((await terminal.query('never_came_2')).state, 'never_seen');
    server.payments.pay(
      { paymentId: 'in_work', code: testPaycode, amount: { minorUnits: '1', currency: 'EUR' } },
      true,
    );
    assert.equal((await terminal.query('in_work')).state, 'pending');
    server.faults.push('lose_answer');
    assert.equal((await terminal.query('in_work')).state, 'unknown');
  });
});

describe('The terminal’s door', () => {
  const refusals: [string, Partial<typeof order>, string][] = [
    [
      'a misread code',
      { code: `${testPaycode.slice(0, 21)}${(Number(testPaycode[21]) + 1) % 10}` },
      'code_check_digit',
    ],
    ['a code of another system', { code: `13${'0'.repeat(20)}` }, 'code_unknown_prefix'],
    ['an amount of nothing', { amount: { minorUnits: 0n, currency: 'EUR' } }, 'amount_invalid'],
    ['a currency that does not exist', { amount: { minorUnits: 1n, currency: 'XXX' } }, 'currency_unknown'],
  ];
  for (const [what, change, code] of refusals) {
    it(`refuses ${what} before anything is stored or sent`, async () => {
      const { terminal, journal } = createTestTerminal(server);
      await assert.rejects(
        terminal.pay({ ...order, ...change }),
        (error) => error instanceof TallyError && error.code === code,
      );
      assert.deepEqual([await journal.openEntries(), server.requests], [[], []]);
    });
  }

  it('takes a bounded number of payments at once', async () => {
    const { terminal } = createTestTerminal(server, { maximumPaymentsAtOnce: 2 });
    const answers = await Promise.allSettled([terminal.pay(order), terminal.pay(order), terminal.pay(order)]);
    const refused = answers
      .filter((answer) => answer.status === 'rejected')
      .map((answer): unknown => answer.reason);
    assert.equal(refused.length, 1);
    assert.ok(refused[0] instanceof TallyError && refused[0].code === 'till_busy');
  });

  it('asks the platform for its issuer prefix where it was given none', async () => {
    const { terminal } = createTestTerminal(server);
    assert.equal((await terminal.whoAmI()).issuerPrefix, '83');
  });
});

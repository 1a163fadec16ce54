import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { TallyError } from '@tallystick/foundation';
import { createMemoryJournal } from '../journal/memory-journal.ts';
import { startContractServer, type ContractServer } from '../testing/contract-server.ts';
import type { Fault } from '../testing/faults.ts';
import { createTestTerminal, testAmount, testPaycode } from '../testing/test-terminal.ts';

const order = { code: testPaycode, amount: testAmount };
let server: ContractServer;

before(async () => {
  server = await startContractServer();
});
after(() => server.close());
beforeEach(() => {
  server.faults.length = 0;
  server.requests.length = 0;
});

describe('A till in its next life', () => {
  /** A till that stored a payment and was paid, and died before the journal forgot it. */
  async function dieAfterPayment() {
    const journal = createMemoryJournal();
    const { terminal } = createTestTerminal(server, {
      journal: { ...journal, settle: () => new Promise(() => undefined) },
    });
    const printing = Promise.withResolvers<string>();
    void terminal.pay({ ...order, show: ({ paymentId }) => printing.resolve(paymentId) });
    return { journal, paymentId: await printing.promise };
  }

  it('leaves a payment open that it can’t ask about, because it may have been shown as paid', async () => {
    const { journal, paymentId } = await dieAfterPayment();
    const { terminal, clock } = createTestTerminal(server, { journal });
    server.faults.push(...Array.from({ length: 100 }, (): Fault => 'lose_request'));
    const [result] = await terminal.finishOpenPayments();
    assert.equal(result?.state, 'unknown');
    assert.ok(clock.monotonicMs() <= 45_000);
    assert.ok(!server.requests.some((line) => line.endsWith('/reversal')));
    server.faults.length = 0;
    const [later] = await terminal.finishOpenPayments();
    assert.deepEqual([later?.paymentId, later?.state], [paymentId, 'approved']);
  });

  it('charges nothing beside a payment that is still open, unless the cashier wants it', async () => {
    const { journal, paymentId } = await dieAfterPayment();
    const { terminal } = createTestTerminal(server, { journal });
    await assert.rejects(
      terminal.pay(order),
      (error) =>
        error instanceof TallyError &&
        error.code === 'earlier_payment_open' &&
        error.message.includes(paymentId),
    );
    assert.equal((await terminal.pay({ ...order, besidesOpen: [paymentId] })).state, 'approved');
    assert.equal((await terminal.pay({ ...order, order: { reference: 'T-7' } })).state, 'approved');
    await terminal.finishOpenPayments();
    assert.equal((await terminal.pay(order)).state, 'approved');
  });

  it('can reverse a payment whose end a draining could not learn, while that is still being shown', async () => {
    const { journal, paymentId } = await dieAfterPayment();
    const { terminal } = createTestTerminal(server, { journal });
    server.faults.push(...Array.from({ length: 100 }, (): Fault => 'lose_request'));
    const printing = Promise.withResolvers<string>();
    const printed = Promise.withResolvers<undefined>();
    const drained = terminal.finishOpenPayments(({ state }) => {
      printing.resolve(state);
      return printed.promise;
    });
    assert.equal(await printing.promise, 'unknown');
    server.faults.length = 0;
    assert.equal((await terminal.reverse(paymentId)).state, 'reversed');
    assert.ok(!server.payments.paidIds().includes(paymentId));
    printed.resolve(undefined);
    await drained;
    assert.deepEqual(await journal.openEntries(), []);
  });

  it('ends all that is open also where nothing can be shown, and then says so', async () => {
    const amount = { minorUnits: '450', currency: 'EUR' };
    const journal = createMemoryJournal(
      Array.from({ length: 9 }, (_, index) => ({
        ...{ paymentId: `open_${index}`, phase: 'paying' as const },
        ...{ amount, startedAtMs: 0 },
      })),
    );
    const { terminal } = createTestTerminal(server, { journal });
    const shown: string[] = [];
    const draining = terminal.finishOpenPayments(({ paymentId }) => {
      shown.push(paymentId);
      throw new TallyError('disk_full');
    });
    await assert.rejects(draining, (error) => error instanceof TallyError && error.code === 'disk_full');
    assert.equal(shown.length, 9);
    assert.equal((await journal.openEntries()).length, 9);
  });

  it('drains once where it is asked to drain twice at once', async () => {
    const { journal, paymentId } = await dieAfterPayment();
    const { terminal } = createTestTerminal(server, { journal });
    const shown: string[] = [];
    server.requests.length = 0;
    const both = await Promise.all([
      terminal.finishOpenPayments((result) => void shown.push(result.paymentId)),
      terminal.finishOpenPayments((result) => void shown.push(result.paymentId)),
    ]);
    assert.deepEqual(shown, [paymentId]);
    assert.equal(both[0], both[1]);
    assert.equal(server.requests.length, 1);
  });
});

import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createCashierTerminal, createMemoryJournal, type PaymentResult } from '@tallystick/cashier-terminal';
import { databaseDifferences } from '@tallystick/integrity';
import { startServerProcess, type ServerProcess } from '../support/server-process.ts';
import { codeOf, openTestMarket, type TestMarket } from '../support/test-market.ts';
import { openLossyWire, type LossyWire } from './lossy-wire.ts';

/** A till on a wire that spoils every third exchange: what the till believes in the end is what the ledger says. */
const payments = 60;
const atOnce = 6;
const openingBalance = 1000n;
const longestPatienceMs = 40;

let market: TestMarket;
let server: ServerProcess;
let wire: LossyWire;

before(async () => {
  market = await openTestMarket();
  server = await startServerProcess(market.databaseUrl, market.keys);
  wire = await openLossyWire(server.address);
});

after(async () => {
  await wire.close();
  await server.stop();
  await market.close();
});

/** A payment that a payer is about to make, and what the till knows of it afterwards. */
interface Order {
  readonly accountId: string;
  readonly code: string;
  readonly minorUnits: bigint;
  readonly cancelled: boolean;
}

/** Every tenth payer has too little money; every fifth cashier loses patience and cancels. */
async function openOrder(index: number): Promise<Order> {
  const account = await market.openAccount(openingBalance);
  const code = await codeOf(await market.enrolTerminal(account, server.address));
  const minorUnits = index % 10 === 0 ? openingBalance + 1n : BigInt(randomInt(1, 1000));
  return { accountId: account.accountId, code, minorUnits, cancelled: index % 5 === 3 };
}

/** What a payer has paid by the till’s belief. */
function believedMinorUnits(order: Order, result: PaymentResult | undefined): bigint {
  return result?.state === 'approved' ? order.minorUnits : 0n;
}

async function balances(): Promise<ReadonlyMap<string, bigint>> {
  const rows = await market.database.query<{ account_id: string; balance: bigint }>({
    name: '',
    text: `SELECT account_id, balance FROM platform.accounts WHERE kind = 'payer'`,
    values: [],
  });
  return new Map(rows.map((row) => [row.account_id, row.balance]));
}

async function storedPaymentIds(): Promise<readonly string[]> {
  const text = 'SELECT payment_id FROM platform.payments ORDER BY payment_id';
  const rows = await market.database.query<{ payment_id: string }>({ name: '', text, values: [] });
  return rows.map((row) => row.payment_id);
}

void test(`${payments} payments over a wire that spoils every third exchange all end certain, as the ledger has them`, async () => {
  const journal = createMemoryJournal();
  const terminal = createCashierTerminal({
    serverUrl: wire.address,
    tillKey: await market.openTill(),
    journal,
    issuerPrefix: '83',
    maximumPaymentsAtOnce: atOnce,
  });
  const orders = await Promise.all(Array.from({ length: payments }, (_, index) => openOrder(index)));
  const results = new Map<Order, PaymentResult>();
  const waiting = [...orders];

  async function payOneAfterAnother(): Promise<void> {
    for (let order = waiting.shift(); order !== undefined; order = waiting.shift()) {
      const patience = order.cancelled ? { signal: AbortSignal.timeout(randomInt(longestPatienceMs)) } : {};
      const amount = { minorUnits: order.minorUnits, currency: 'EUR' };
      results.set(order, await terminal.pay({ code: order.code, amount, ...patience }));
    }
  }
  await Promise.all(Array.from({ length: atOnce }, payOneAfterAnother));

  for (const [kind, count] of Object.entries(wire.spoilt)) assert.ok(count >= 5, `${kind}: ${count} times`);
  const balanceOf = await balances();
  for (const order of orders) {
    const result = results.get(order);
    const certain = order.cancelled ? ['approved', 'declined', 'reversed'] : ['approved', 'declined'];
    assert.ok(certain.includes(result?.state ?? ''), `a payment ended ${result?.state}`);
    if (order.minorUnits > openingBalance) assert.notEqual(result?.state, 'approved');
    else if (!order.cancelled) assert.equal(result?.state, 'approved');
    assert.equal(balanceOf.get(order.accountId), openingBalance - believedMinorUnits(order, result));
  }
  const knownIds = new Set([...results.values()].map(({ paymentId }) => paymentId));
  assert.deepEqual(
    (await storedPaymentIds()).filter((paymentId) => !knownIds.has(paymentId)),
    [],
    'no payment is stored that the till does not know',
  );
  assert.deepEqual(await journal.openEntries(), []);
  assert.deepEqual(await databaseDifferences(market.database), []);
});

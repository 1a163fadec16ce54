import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { createCashierTerminal, createMemoryJournal, type PaymentResult } from '@tallystick/cashier-terminal';
import { defaultIssuerPrefix } from '@tallystick/paycode';
import { startTestDatabase } from '@tallystick/postgres/testing';
import { waitUntil } from '../../packages/postgres/src/embedded/process-table.ts';
import { afterwards } from '../../packages/postgres/src/testing/afterwards.ts';
import { makeFolder } from './installation.ts';
import { firstCode, openOperatorDesk, openingBalance } from './operator-desk.ts';
import { frozen, killed, type Outage } from './outages.ts';
import { startTally } from './tally-process.ts';
import { type Order, tillRequests } from './till-requests.ts';

const paymentsInFlight = 4;
const minorUnits = 450;
const isLinux = process.platform === 'linux';
const recoveryTimeoutMs = 30_000;

void test('PostgreSQL is killed in mid-flight: 503 while it is away, then every payment has its true outcome', (t) =>
  surviveOutage(t, killed));

void test(
  'PostgreSQL falls silent in mid-flight: 503 while it is, then every payment has its true outcome',
  { skip: !isLinux },
  (t) => surviveOutage(t, frozen),
);

async function surviveOutage(t: TestContext, outage: Outage): Promise<void> {
  const testServer = await startTestDatabase();
  afterwards(t, () => testServer.stop());
  const dataDirectory = await makeFolder(t);
  const tally = await startTally({ dataDirectory, databaseUrl: testServer.databaseUrl });
  afterwards(t, () => tally.interrupt());
  const desk = await openOperatorDesk(dataDirectory, tally.address);
  const tillKey = await desk.openTill();
  const till = tillRequests(tally.address, tillKey);
  const payers = await Promise.all(Array.from({ length: paymentsInFlight + 2 }, () => desk.openPayer()));
  const [warmUp, whileAway, ...orders] = await Promise.all(
    payers.map(async (payer, index): Promise<Order> => {
      const { accountId } = payer;
      return { paymentId: `AWAY${index}`, code: await firstCode(payer), minorUnits, accountId };
    }),
  );
  assert.ok(warmUp !== undefined && whileAway !== undefined);
  assert.equal((await till.pay(warmUp))?.['outcome'], 'approved');

  const inFlight = beginPayments(tally.address, tillKey, orders);
  await inFlight.stored;
  const bringBack = await outage(testServer.server);
  try {
    await assertAway(tally.address, tillKey, whileAway);
  } finally {
    await bringBack();
  }

  // Nobody touches the server: it finds its database by itself.
  const isReady = async (): Promise<boolean> => (await statusOf(tally.address, '/readyz')) === 200;
  assert.ok(await waitUntil(isReady, recoveryTimeoutMs), 'the server recovers by itself');
  for (const result of await inFlight.results) {
    assert.equal(result.state, 'approved', JSON.stringify(result));
    assert.equal((await till.query(result.paymentId))?.['outcome'], 'approved');
  }
  assert.ok(inFlight.requestCount() > paymentsInFlight, 'the outage struck no payment in flight');
  assert.equal((await till.pay(whileAway))?.['outcome'], 'approved', 'what got 503 may be asked again');
  assert.deepEqual(await desk.ledgerDifferences(), []);
  for (const payer of payers) assert.equal(await desk.balanceOf(payer), openingBalance - minorUnits);
}

interface PaymentsInFlight {
  /** Resolves when the first requests are about to be sent. */
  readonly stored: Promise<unknown>;
  readonly results: Promise<readonly PaymentResult[]>;
  requestCount(): number;
}

/** The payments of a cashier terminal. */
function beginPayments(address: URL, tillKey: string, orders: readonly Order[]): PaymentsInFlight {
  let requests = 0;
  const terminal = createCashierTerminal({
    serverUrl: address.href,
    tillKey,
    journal: createMemoryJournal(),
    fetch(url, init) {
      requests += 1;
      return fetch(url, init);
    },
    issuerPrefix: defaultIssuerPrefix,
    maximumPaymentsAtOnce: orders.length,
  });
  const payments = orders.map(({ code }) => {
    const isStored = Promise.withResolvers<string>();
    const amount = { minorUnits: BigInt(minorUnits), currency: 'EUR' };
    const result = terminal.pay({ code, amount, onStored: isStored.resolve });
    return { isStored: isStored.promise, result };
  });
  const results = Promise.all(payments.map(({ result }) => result));
  // Looked at when the outage is over.
  results.catch(() => undefined);
  return {
    stored: Promise.all(payments.map(({ isStored }) => isStored)),
    results,
    requestCount: () => requests,
  };
}

/** While the database is away the server lives, is not ready, and tells a till to ask again. */
async function assertAway(address: URL, tillKey: string, order: Order): Promise<void> {
  const { paymentId, code } = order;
  const amount = { minorUnits: String(minorUnits), currency: 'EUR' };
  const response = await fetch(new URL('/v1/payments', address), {
    method: 'POST',
    headers: { authorization: `Bearer ${tillKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ paymentId, code, amount }),
  });
  const problem: Record<string, unknown> = JSON.parse(await response.text());
  assert.equal(response.status, 503);
  assert.equal(problem['code'], 'database_unavailable');
  assert.equal(problem['retryable'], true);
  assert.ok(Number(response.headers.get('retry-after')) >= 1);
  assert.equal(await statusOf(address, '/healthz'), 200);
  assert.equal(await statusOf(address, '/readyz'), 503);
}

async function statusOf(address: URL, where: string): Promise<number> {
  const response = await fetch(new URL(where, address));
  await response.text();
  return response.status;
}

import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { defaultClockLimits, type ClockLimits } from '@tallystick/payment-platform';
import { waitUntil } from '../../packages/postgres/src/embedded/process-table.ts';
import { newFolder } from '../faults/installation.ts';
import { startServerProcess, type ServerProcess } from '../support/server-process.ts';
import { allMigrations, codeOf, openTestMarketOn, type TestMarket } from '../support/test-market.ts';
import {
  createFakedClock,
  dayMs,
  minuteMs,
  withoutFaketime,
  yearMs,
  type FakedClock,
} from './faked-clock.ts';
import { startFakedPostgres } from './faked-postgres.ts';
import { readiness, readMarkMs, untilReady } from './readiness.ts';

/** A running server and its PostgreSQL on one faked clock that is set under them. */
const skip = withoutFaketime;
const isLong = process.env['TALLY_TEST_LONG'] === '1';
/** Nobody waits a minute here, but in the long run. */
const limits: ClockLimits = isLong
  ? defaultClockLimits
  : { ...defaultClockLimits, settlingMs: 1_500, confirmingMs: 2_500 };

let folder: string;
let ofServer: FakedClock;
let ofDatabase: FakedClock;
let market: TestMarket;
let server: ServerProcess;
let tillKey: string;

before(async () => {
  if (skip !== false) return;
  folder = await newFolder();
  ofServer = await createFakedClock(folder, 'server');
  ofDatabase = await createFakedClock(folder, 'database');
  market = await openTestMarketOn(await startFakedPostgres(folder, ofDatabase, await allMigrations()));
  const { databaseUrl, keys } = market;
  server = await startServerProcess(databaseUrl, keys, { clockLimits: limits }, ofServer.environment);
  tillKey = await market.openTill();
});
after(async () => {
  if (skip !== false) return;
  await server.stop();
  await market.close();
  await rm(folder, { recursive: true, force: true });
});

/** As on one machine. */
async function setClock(errorMs: number): Promise<void> {
  await Promise.all([ofServer.set(errorMs), ofDatabase.set(errorMs)]);
}

async function pay(paymentId: string, code: string): Promise<string> {
  const response = await fetch(new URL('/v1/payments', server.address), {
    method: 'POST',
    headers: { authorization: `Bearer ${tillKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ paymentId, code, amount: { minorUnits: '450', currency: 'EUR' } }),
  });
  const answer: { code?: string; outcome?: string } = JSON.parse(await response.text());
  return answer.outcome ?? `${response.status} ${answer.code}`;
}

for (const [name, errorMs] of [
  ['a minute ahead', minuteMs],
  ['a day ahead', dayMs],
  ['a year ahead', yearMs],
  ['a minute behind', -minuteMs],
  ['a day behind', -dayMs],
  ['a year behind', -yearMs],
] as const) {
  const id = `${errorMs}`.replace('-', 'minus');
  void test(
    `set ${name} while it runs, payments stop at once and go on when the clock is right, with the very same code`,
    { skip },
    async () => {
      const terminal = await market.enrolTerminal(await market.openAccount(1_000n), server.address);
      const markMs = await readMarkMs(market.database);
      await setClock(errorMs);
      // The code is made by a device whose clock is right.
      const code = await codeOf(terminal);
      assert.equal(await pay(`P${id}`, code), '503 clock_unsafe');
      assert.match((await readiness(server.address)).detail, /behind|set forward|has run evenly/);
      const sinceMs = performance.now();
      await setClock(0);
      assert.equal(await pay(`P${id}`, code), '503 clock_unsafe');
      await untilReady(server.address, limits.settlingMs + 30_000);
      assert.ok(
        performance.now() - sinceMs >= limits.settlingMs,
        'not before the clocks have agreed for so long',
      );
      assert.equal(await pay(`P${id}`, code), 'approved');
      const newMarkMs = await readMarkMs(market.database);
      assert.ok(newMarkMs === markMs || (newMarkMs ?? 0) <= Date.now(), 'the mark is no wrong time');
    },
  );
}

void test(
  'set while a payment waits for a lock, the payment is not decided by the wrong time',
  { skip },
  async () => {
    const terminal = await market.enrolTerminal(await market.openAccount(1_000n), server.address);
    const code = await codeOf(terminal);
    let answer: Promise<string> = Promise.resolve('');
    await market.database.transaction(async (transaction) => {
      const text = 'SELECT credential_number FROM authentication.credentials FOR UPDATE';
      await transaction.read({ name: '', text, values: [] });
      answer = pay('Pwaiting', code);
      assert.ok(await waitUntil(isWaitingForLock, 30_000));
      // An hour, because the alias is that of the day; the database’s clock would end its wait for the lock.
      await ofServer.set(60 * minuteMs);
    });
    assert.equal(await answer, '503 clock_unsafe');
    const charged = `SELECT throttle FROM authentication.credentials WHERE throttle IS NOT NULL`;
    assert.deepEqual(await market.database.query({ name: '', text: charged, values: [] }), []);
    await setClock(0);
    await untilReady(server.address, limits.settlingMs + 30_000);
    assert.equal(await pay('Pwaiting', code), 'approved');
  },
);

async function isWaitingForLock(): Promise<boolean> {
  const text = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'`;
  return (await market.database.query({ name: '', text, values: [] })).length > 0;
}

void test('a day ahead that stays is not served, however long, and moves no mark', { skip }, async () => {
  const isConfirmed = async (): Promise<boolean> => (await readMarkMs(market.database)) !== undefined;
  assert.ok(await waitUntil(isConfirmed, limits.confirmingMs + 30_000));
  await setClock(dayMs);
  const endMs = performance.now() + limits.settlingMs + limits.confirmingMs + 1_000;
  while (performance.now() < endMs)
    assert.match((await readiness(server.address)).detail, /set forward by 24 hours/);
  assert.ok(((await readMarkMs(market.database)) ?? 0) <= Date.now());
  await setClock(0);
  await untilReady(server.address, limits.settlingMs + 30_000);
});

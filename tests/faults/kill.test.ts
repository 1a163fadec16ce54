import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { openOperatorDesk, openingBalance, type TestPayer, firstCode } from './operator-desk.ts';
import { payUnderLoad, type LoadResult } from './load.ts';
import { type Order, type OutcomeBody, tillRequests, type TillRequests } from './till-requests.ts';
import { openServerOnDatabase, openWholeSystem, type Target, type Victim } from './victim.ts';

/**
 * kill -9 at random moments under load. The tills write down what they were told; after the recovery the system must
 * stand by every word of it.
 */
const isLong = process.env['TALLY_TEST_LONG'] === '1';
const roundsEach = isLong ? 100 : 10;
const payersPerRound = 48;
const targets: readonly Target[] = ['server', 'postgres', 'both'];
/** Outcomes that the tills have got when the kill is set off; after that it strikes within milliseconds. */
const mostAcknowledged = 24;
const longestDelayMs = 12;

void test(`the whole system is killed in ${roundsEach} rounds and stands by its word`, async () => {
  await killAgainAndAgain(await openWholeSystem());
});

void test(`a server and its operator’s PostgreSQL are killed in ${roundsEach} rounds and stand by their word`, async () => {
  await killAgainAndAgain(await openServerOnDatabase());
});

async function killAgainAndAgain(victim: Victim): Promise<void> {
  let lost = 0;
  try {
    const tillKey = await (await openOperatorDesk(victim.dataDirectory, victim.address())).openTill();
    for (let round = 0; round < roundsEach; round += 1) {
      lost += await killOnce(victim, tillKey, targets[round % targets.length]!, round);
    }
  } finally {
    await victim.close();
  }
  assert.ok(lost > roundsEach, `${lost} lost answers: the kills did not strike under load`);
}

/** @returns the number of payments of which no till knew the outcome. */
async function killOnce(victim: Victim, tillKey: string, target: Target, round: number): Promise<number> {
  const desk = await openOperatorDesk(victim.dataDirectory, victim.address());
  const payers = await Promise.all(Array.from({ length: payersPerRound }, () => desk.openPayer()));
  const orders = await writeOrders(payers, round);
  const load = await killUnderLoad(victim, target, tillRequests(victim.address(), tillKey), orders);

  const till = tillRequests(victim.address(), tillKey);
  await standsByAcknowledged(till, load);
  const reversed = await everyLostOneResolves(till, load.lost);
  await paysAgain(till, load.unsent);
  await noCodeIsTakenTwice(
    till,
    orders.filter((order) => reversed.get(order) !== 'never_seen'),
  );

  const after = await openOperatorDesk(victim.dataDirectory, victim.address());
  assert.deepEqual(await after.ledgerDifferences(), [], 'the ledger is at zero');
  for (const [index, order] of orders.entries()) {
    const paid = reversed.has(order) ? 0 : order.minorUnits;
    const balance = await after.balanceOf(payers[index]!);
    assert.equal(balance, openingBalance - paid, 'each payer paid what the tills believe');
  }
  return load.lost.length;
}

/** One of each payer, because of two codes of one terminal the later spends the earlier. */
function writeOrders(payers: readonly TestPayer[], round: number): Promise<readonly Order[]> {
  return Promise.all(
    payers.map(async (payer, index) => ({
      paymentId: `K${round}_${index}`,
      code: await firstCode(payer),
      minorUnits: randomInt(1, 2000),
      accountId: payer.accountId,
    })),
  );
}

async function killUnderLoad(
  victim: Victim,
  target: Target,
  till: TillRequests,
  orders: readonly Order[],
): Promise<LoadResult> {
  const killAt = randomInt(1, mostAcknowledged);
  let killing: Promise<void> | undefined;
  const load = await payUnderLoad(till, orders, (count) => {
    if (count < killAt) return;
    killing ??= afterDelay(randomInt(longestDelayMs)).then(() => victim.kill(target));
  });
  await killing;
  await victim.recover();
  return load;
}

function afterDelay(delayMs: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, delayMs));
}

async function standsByAcknowledged(till: TillRequests, { acknowledged }: LoadResult): Promise<void> {
  for (const [order, outcome] of acknowledged) {
    assert.equal(outcome['outcome'], 'approved', JSON.stringify(outcome));
    assert.deepEqual(await till.query(order.paymentId), outcome, 'an acknowledged approval is stored');
    assert.deepEqual(await till.pay(order), outcome, 'and told again to whoever repeats the request');
  }
}

/**
 * Half of the tills ask again with the code; half of them give up and reverse. Either way the id has an end, and the
 * money is back with the payer.
 *
 * @returns what the reversals said.
 */
async function everyLostOneResolves(
  till: TillRequests,
  lost: readonly Order[],
): Promise<ReadonlyMap<Order, unknown>> {
  const results = new Map<Order, unknown>();
  for (const [index, order] of lost.entries()) {
    if (index % 2 === 0)
      assert.equal((await till.pay(order))?.['outcome'], 'approved', 'a repeat has an outcome');
    const reversal = await till.reverse(order.paymentId);
    const result = reversal?.['result'];
    if (index % 2 === 0) assert.equal(result, 'refunded');
    assert.ok(result === 'refunded' || result === 'never_seen', JSON.stringify(reversal));
    assertClosed(await till.pay(order), order);
    results.set(order, result);
  }
  return results;
}

/** A late request for a reversed id moves nothing. */
function assertClosed(outcome: OutcomeBody | undefined, { minorUnits }: Order): void {
  if (outcome?.['outcome'] === 'approved') {
    assert.deepEqual(outcome['refunded'], { minorUnits: String(minorUnits), currency: 'EUR' });
  } else {
    assert.equal(outcome?.['errorCode'], 'reversed');
  }
}

async function paysAgain(till: TillRequests, unsent: readonly Order[]): Promise<void> {
  for (const order of unsent) {
    assert.equal((await till.pay(order))?.['outcome'], 'approved', 'the recovered system takes payments');
  }
}

async function noCodeIsTakenTwice(till: TillRequests, spent: readonly Order[]): Promise<void> {
  // Of another amount: the same one would look like a second scan, and its code would not be looked at.
  const replays = spent.map((order) =>
    till.pay({ ...order, paymentId: `${order.paymentId}_again`, minorUnits: order.minorUnits + 1 }),
  );
  for (const outcome of await Promise.all(replays)) assert.equal(outcome?.['errorCode'], 'code_used');
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decideBookings, type BookingRequest, type PayerAccount } from './decide-bookings.ts';

function account(accountId: string, balance: bigint, floor = 0n, currency = 'EUR'): [string, PayerAccount] {
  return [accountId, { accountId, currency, balance, floor }];
}

let transfers = 0;

function booking(accountId: string, minorUnits: bigint, currency = 'EUR'): BookingRequest {
  transfers += 1;
  const amount = { minorUnits, currency };
  return { accountId, clearingAccountId: 'clearing', transferId: `t${transfers}`, amount, cap: null };
}

test('a payment that leaves the balance at its floor is approved, one minor unit more is not', () => {
  const accounts = new Map([account('payer', 500n, 100n)]);
  assert.deepEqual(decideBookings(accounts, [booking('payer', 400n)]).declines, [null]);
  assert.deepEqual(decideBookings(accounts, [booking('payer', 401n)]).declines, ['insufficient_funds']);
});

test('payments of one account are decided in the order of arrival, and a decline leaves room for a smaller one', () => {
  const accounts = new Map([account('payer', 500n)]);
  const { declines, deltas } = decideBookings(accounts, [
    booking('payer', 300n),
    booking('payer', 300n),
    booking('payer', 200n),
  ]);
  assert.deepEqual(declines, [null, 'insufficient_funds', null]);
  assert.deepEqual(
    [...deltas],
    [
      ['payer', -500n],
      ['clearing', 500n],
    ],
  );
});

test('an account is never charged in another currency than its own', () => {
  const accounts = new Map([account('payer', 500n)]);
  assert.deepEqual(decideBookings(accounts, [booking('payer', 1n, 'JPY')]).declines, ['currency_mismatch']);
});

test('a code pays up to its cap, however much money there is, and a decline leaves room for the next', () => {
  const accounts = new Map([account('payer', 500n)]);
  const capped = (minorUnits: bigint, currency?: string) => ({
    ...booking('payer', minorUnits, currency),
    cap: 300n,
  });
  const asked = [capped(301n), capped(300n), capped(201n), capped(301n, 'JPY')];
  assert.deepEqual(decideBookings(accounts, asked).declines, [
    'code_over_cap',
    null,
    'insufficient_funds',
    'currency_mismatch',
  ]);
});

test('whatever is asked, every transfer sums to zero, deltas are the sums of entries and no floor is broken', () => {
  const asked = fc.array(fc.record({ payer: fc.constantFrom('a', 'b', 'c'), amount: fc.bigInt(1n, 400n) }));
  const balances = fc.tuple(fc.bigInt(0n, 1000n), fc.bigInt(0n, 1000n), fc.bigInt(0n, 1000n));
  fc.assert(
    fc.property(balances, asked, ([a, b, c], requests) => {
      const accounts = new Map([account('a', a), account('b', b), account('c', c)]);
      const decision = decideBookings(
        accounts,
        requests.map(({ payer, amount }) => booking(payer, amount)),
      );
      const byTransfer = sumsOf(decision.entries.map(({ transferId, amount }) => [transferId, amount]));
      assert.ok([...byTransfer.values()].every((sum) => sum === 0n));
      assert.deepEqual(
        decision.deltas,
        sumsOf(decision.entries.map(({ accountId, amount }) => [accountId, amount])),
      );
      for (const { accountId, balance, floor } of accounts.values()) {
        assert.ok(balance + (decision.deltas.get(accountId) ?? 0n) >= floor);
      }
      assert.equal(
        decision.entries.length,
        2 * decision.declines.filter((decline) => decline === null).length,
      );
    }),
  );
});

function sumsOf(amounts: readonly (readonly [string, bigint])[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const [key, amount] of amounts) sums.set(key, (sums.get(key) ?? 0n) + amount);
  return sums;
}

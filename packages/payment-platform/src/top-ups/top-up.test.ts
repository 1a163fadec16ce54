import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TallyError } from '@tallystick/foundation';
import { ledgerDifferences } from '@tallystick/integrity';
import { createPayerAccount } from '../accounts/create-payer-account.ts';
import { findAccount } from '../accounts/find-account.ts';
import { startPlatform } from '../testing/start-platform.ts';
import { topUp } from './top-up.ts';

let platform: Awaited<ReturnType<typeof startPlatform>>;

before(async () => {
  platform = await startPlatform({ bucketCount: 4 });
});
after(() => platform.server.stop());

async function newAccount(currency = 'EUR'): Promise<string> {
  return (await createPayerAccount(platform.context, { name: 'Ada', currency })).accountId;
}

async function balanceOf(accountId: string): Promise<bigint> {
  return (await findAccount(platform.context, { accountId })).balance.minorUnits;
}

function euros(minorUnits: bigint) {
  return { minorUnits, currency: 'EUR' };
}

function withCode(code: string) {
  return (error: unknown) => error instanceof TallyError && error.code === code;
}

void test('a top-up moves money from funding to the payer in entries that sum to zero', async () => {
  const accountId = await newAccount();
  const booked = await topUp(platform.context, { topUpId: 'first', accountId, amount: euros(1050n) });
  assert.equal(booked.bookedAt.getTime(), platform.clock.nowMs());
  assert.equal(await balanceOf(accountId), 1050n);
  const entries = await platform.context.database.query({
    name: '',
    text: `SELECT kind, amount FROM platform.entries JOIN platform.accounts USING (bucket, account_id)
      WHERE transfer_id = $1 ORDER BY kind`,
    values: [booked.transferId],
  });
  assert.deepEqual(
    entries.map((entry) => ({ ...entry })),
    [
      { kind: 'funding', amount: -1050n },
      { kind: 'payer', amount: 1050n },
    ],
  );
  assert.deepEqual(await ledgerDifferences(platform.context.database), []);
});

void test('the same id asked again gets the first answer and moves nothing', async () => {
  const accountId = await newAccount();
  const request = { topUpId: 'again', accountId, amount: euros(500n) };
  const first = await topUp(platform.context, request);
  platform.clock.advance(60_000);
  assert.deepEqual(await topUp(platform.context, request), first);
  assert.equal(await balanceOf(accountId), 500n);
});

void test('the same id with another amount is refused', async () => {
  const accountId = await newAccount();
  await topUp(platform.context, { topUpId: 'one', accountId, amount: euros(500n) });
  await assert.rejects(
    topUp(platform.context, { topUpId: 'one', accountId, amount: euros(501n) }),
    withCode('top_up_id_reused'),
  );
  assert.equal(await balanceOf(accountId), 500n);
});

void test('two accounts may use the same id', async () => {
  const [left, right] = await Promise.all([newAccount(), newAccount()]);
  await topUp(platform.context, { topUpId: 'shared', accountId: left, amount: euros(1n) });
  await topUp(platform.context, { topUpId: 'shared', accountId: right, amount: euros(2n) });
  assert.deepEqual([await balanceOf(left), await balanceOf(right)], [1n, 2n]);
});

void test('what can’t be booked leaves nothing behind', async () => {
  const accountId = await newAccount();
  const request = { topUpId: 'bad', accountId, amount: euros(1n) };
  const stranger = '01900000-0000-7000-8000-000000000000';
  const cases = [
    [{ ...request, accountId: stranger }, 'account_unknown'],
    [{ ...request, amount: { minorUnits: 1n, currency: 'USD' } }, 'top_up_currency_mismatch'],
    [{ ...request, amount: { minorUnits: 1n, currency: 'ZZZ' } }, 'currency_unknown'],
    [{ ...request, amount: euros(0n) }, 'amount_invalid'],
    [{ ...request, amount: euros(-1n) }, 'amount_invalid'],
    [{ ...request, amount: euros(1_000_000_000_000n) }, 'amount_invalid'],
  ] as const;
  for (const [wrong, code] of cases) await assert.rejects(topUp(platform.context, wrong), withCode(code));
  const stored = await platform.context.database.query({
    name: '',
    text: `SELECT 1 FROM platform.top_ups WHERE top_up_id = 'bad'`,
    values: [],
  });
  assert.equal(stored.length, 0);
});

void test('no account holds more than its limit, so that no sum overflows', async () => {
  const accountId = await newAccount();
  await platform.context.database.query({
    name: '',
    text: 'UPDATE platform.accounts SET balance = $2 WHERE account_id = $1',
    values: [accountId, '999999999998999'],
  });
  await topUp(platform.context, { topUpId: 'fits', accountId, amount: euros(1n) });
  await assert.rejects(
    topUp(platform.context, { topUpId: 'too_much', accountId, amount: euros(1n) }),
    withCode('top_up_over_limit'),
  );
  await platform.context.database.query({
    name: '',
    text: 'UPDATE platform.accounts SET balance = 1 WHERE account_id = $1',
    values: [accountId],
  });
});

/** Asks again as a caller does: a hundred at once may wait for a connection longer than one waits. */
async function topUpUntilAnswered(order: Parameters<typeof topUp>[1]): ReturnType<typeof topUp> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await topUp(platform.context, order);
    } catch (error) {
      if (!(error instanceof TallyError) || !error.definition.retryable || attempt === 20) throw error;
    }
  }
}

void test('many top-ups of one account at once are exact, and one id books once however often it is fired', async () => {
  const accountId = await newAccount('JPY');
  const yen = (minorUnits: bigint) => ({ minorUnits, currency: 'JPY' });
  const different = Array.from({ length: 60 }, (_, index) =>
    topUpUntilAnswered({ topUpId: `race_${index}`, accountId, amount: yen(BigInt(index + 1)) }),
  );
  const same = Array.from({ length: 60 }, () =>
    topUpUntilAnswered({ topUpId: 'race_same', accountId, amount: yen(1000n) }),
  );
  await Promise.all(different);
  const transfers = new Set((await Promise.all(same)).map((booked) => booked.transferId));
  assert.equal(transfers.size, 1);
  assert.equal(await balanceOf(accountId), 1000n + (60n * 61n) / 2n);
  assert.deepEqual(await ledgerDifferences(platform.context.database), []);
});

void test('top-ups of many accounts at once, in a currency that nobody used yet, open one funding account a bucket', async () => {
  const accounts = await Promise.all(Array.from({ length: 40 }, () => newAccount('CHF')));
  await Promise.all(
    accounts.map((accountId) =>
      topUp(platform.context, { topUpId: 'first', accountId, amount: { minorUnits: 7n, currency: 'CHF' } }),
    ),
  );
  const funding = await platform.context.database.query<{ balance: bigint }>({
    name: '',
    text: `SELECT balance FROM platform.accounts WHERE kind = 'funding' AND currency = 'CHF'`,
    values: [],
  });
  assert.ok(funding.length <= 4);
  assert.equal(
    funding.reduce((sum, { balance }) => sum + balance, 0n),
    -280n,
  );
  assert.deepEqual(await ledgerDifferences(platform.context.database), []);
});

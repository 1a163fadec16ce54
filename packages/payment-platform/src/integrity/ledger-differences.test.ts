import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { createPayerAccount } from '../accounts/create-payer-account.ts';
import { startPlatform } from '../testing/start-platform.ts';
import { topUp } from '../top-ups/top-up.ts';
import { ledgerDifferences } from './ledger-differences.ts';

const merchantId = '01900000-0000-7000-8000-00000000000a';
const otherMerchantId = '01900000-0000-7000-8000-00000000000b';
const transferId = '01900000-0000-7000-8000-0000000000aa';
const refundTransferId = '01900000-0000-7000-8000-0000000000bb';

let platform: Awaited<ReturnType<typeof startPlatform>>;
let payerId: string;
let clearingId: string;
let otherClearingId: string;

before(async () => {
  platform = await startPlatform();
  const { context } = platform;
  payerId = (await createPayerAccount(context, { name: 'Ada', currency: 'EUR' })).accountId;
  clearingId = await context.ledgerAccounts.clearingAccountId(merchantId, 'EUR', 0);
  otherClearingId = await context.ledgerAccounts.clearingAccountId(otherMerchantId, 'EUR', 0);
  await topUp(context, {
    topUpId: 'start',
    accountId: payerId,
    amount: { minorUnits: 1000n, currency: 'EUR' },
  });
});
after(() => platform.server.stop());

async function run(text: string, values: readonly unknown[] = []): Promise<void> {
  await platform.context.database.query({ name: '', text, values });
}

async function insertEntry(accountId: string, transfer: string, amount: number): Promise<void> {
  await run(`INSERT INTO platform.entries VALUES (0, $1, $2, $3, now())`, [accountId, transfer, amount]);
}

async function brokenRules(): Promise<readonly string[]> {
  const differences = await ledgerDifferences(platform.context.database);
  return [...new Set(differences.map(({ rule }) => rule))].toSorted();
}

/** One approved payment of 3.00, half of it refunded, as the platform books it. */
beforeEach(async () => {
  await run('DELETE FROM platform.refunds');
  await run('DELETE FROM platform.payments');
  await run('DELETE FROM platform.entries WHERE transfer_id = ANY($1)', [[transferId, refundTransferId]]);
  await run(
    `INSERT INTO platform.payments (bucket, merchant_id, payment_id, state, outcome, till_number, amount, currency,
      refunded, account_id, transfer_id, claimed_at, decided_at)
     VALUES (0, $1, 'p', 'final', 'approved', 1, 300, 'EUR', 150, $2, $3, now(), now())`,
    [merchantId, payerId, transferId],
  );
  await run(
    `INSERT INTO platform.refunds (bucket, merchant_id, refund_id, payment_id, receipt_number, amount, refunded,
      transfer_id, till_number, created_at)
     VALUES (0, $1, 'r', 'p', 1, 150, 150, $2, 1, now())`,
    [merchantId, refundTransferId],
  );
  await insertEntry(payerId, transferId, -300);
  await insertEntry(clearingId, transferId, 300);
  await insertEntry(payerId, refundTransferId, 150);
  await insertEntry(clearingId, refundTransferId, -150);
  await run('UPDATE platform.accounts SET balance = 850 WHERE account_id = $1', [payerId]);
  await run('UPDATE platform.accounts SET balance = 150 WHERE account_id = $1', [clearingId]);
  await run('UPDATE platform.accounts SET balance = 0 WHERE account_id = $1', [otherClearingId]);
});

void test('a sound ledger has no differences', async () => {
  assert.deepEqual(await ledgerDifferences(platform.context.database), []);
});

void test('a balance that was changed by hand is found, with what it should be', async () => {
  await run('UPDATE platform.accounts SET balance = balance + 1 WHERE account_id = $1', [payerId]);
  assert.deepEqual(await ledgerDifferences(platform.context.database), [
    { rule: 'balance_not_sum', bucket: 0, subject: payerId, expected: '850', found: '851' },
  ]);
});

void test('a transfer that makes money is found', async () => {
  await run('UPDATE platform.entries SET amount = 301 WHERE account_id = $1 AND transfer_id = $2', [
    clearingId,
    transferId,
  ]);
  await run('UPDATE platform.accounts SET balance = 151 WHERE account_id = $1', [clearingId]);
  assert.deepEqual(await brokenRules(), ['entry_not_as_decided', 'transfer_not_zero']);
});

void test('an approved payment without entries is found on both sides', async () => {
  await run('DELETE FROM platform.entries WHERE transfer_id = $1', [transferId]);
  const differences = await ledgerDifferences(platform.context.database);
  const missing = differences.filter(({ rule }) => rule === 'entry_not_as_decided');
  assert.deepEqual(missing.map(({ expected, found }) => `${expected}: ${found}`).toSorted(), [
    '-300: no entry',
    '300: no entry',
  ]);
});

void test('money that went to another merchant is found though everything adds up', async () => {
  await run('UPDATE platform.entries SET account_id = $1 WHERE account_id = $2', [
    otherClearingId,
    clearingId,
  ]);
  await run('UPDATE platform.accounts SET balance = 150 WHERE account_id = $1', [otherClearingId]);
  await run('UPDATE platform.accounts SET balance = 0 WHERE account_id = $1', [clearingId]);
  assert.deepEqual(await brokenRules(), ['entry_not_as_decided']);
});

void test('money that a declined payment moved is found', async () => {
  await run('DELETE FROM platform.refunds');
  await run(`UPDATE platform.payments SET outcome = 'declined', error_code = 'code_used', refunded = 0`);
  assert.deepEqual(await brokenRules(), ['entry_not_as_decided']);
});

void test('an amount that was changed after it was booked is found', async () => {
  await run(`UPDATE platform.payments SET amount = 400`);
  assert.deepEqual(await brokenRules(), ['entry_not_as_decided']);
  await run(`UPDATE platform.payments SET amount = 300`);
  await run(`UPDATE platform.top_ups SET amount = 999`);
  assert.deepEqual(await brokenRules(), ['entry_not_as_decided']);
  await run(`UPDATE platform.top_ups SET amount = 1000`);
});

void test('a payer below the floor is found where the database’s own check is gone', async () => {
  await run('ALTER TABLE platform.accounts DROP CONSTRAINT accounts_floor');
  await run('UPDATE platform.accounts SET balance = -1 WHERE account_id = $1', [payerId]);
  assert.deepEqual(await brokenRules(), ['balance_not_sum', 'below_floor']);
});

void test('a payment whose refunds are not what it says went back is found', async () => {
  await run('UPDATE platform.payments SET refunded = 149');
  assert.deepEqual(await ledgerDifferences(platform.context.database), [
    {
      rule: 'refunded_not_sum',
      bucket: 0,
      subject: `${merchantId} payment p`,
      expected: '150',
      found: '149',
    },
  ]);
  await run('UPDATE platform.payments SET refunded = 150');
  await run('DELETE FROM platform.refunds');
  assert.deepEqual(await brokenRules(), ['entry_not_as_decided', 'refunded_not_sum']);
});

void test('a reversal gives back what the refunds had left, to the cent', async () => {
  const reversalId = '01900000-0000-7000-8000-0000000000cc';
  await run('UPDATE platform.payments SET refunded = 300, refund_transfer_id = $1', [reversalId]);
  await insertEntry(payerId, reversalId, 150);
  await insertEntry(clearingId, reversalId, -150);
  await run('UPDATE platform.accounts SET balance = 1000 WHERE account_id = $1', [payerId]);
  await run('UPDATE platform.accounts SET balance = 0 WHERE account_id = $1', [clearingId]);
  assert.deepEqual(await ledgerDifferences(platform.context.database), []);
  await run('UPDATE platform.payments SET refunded = 299');
  assert.deepEqual(await brokenRules(), ['entry_not_as_decided', 'refunded_not_sum']);
  await run('DELETE FROM platform.entries WHERE transfer_id = $1', [reversalId]);
});

void test('an order that says more is paid than its payments add up to is found', async () => {
  await run(
    `INSERT INTO platform.orders (bucket, merchant_id, order_reference, currency, total, paid, created_at)
     VALUES (0, $1, 'A', 'EUR', 300, 300, now())`,
    [merchantId],
  );
  await run(`UPDATE platform.payments SET order_reference = 'A'`);
  assert.deepEqual(await ledgerDifferences(platform.context.database), []);
  await run('UPDATE platform.orders SET paid = 299');
  assert.deepEqual(await ledgerDifferences(platform.context.database), [
    {
      rule: 'order_not_sum',
      bucket: 0,
      subject: `${merchantId} order A`,
      expected: '300 paid, 0 reserved',
      found: '299 paid, 0 reserved',
    },
  ]);
  await run('DELETE FROM platform.orders');
  assert.deepEqual(await brokenRules(), ['order_not_sum']);
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TallyError } from '@tallystick/foundation';
import { startPlatform } from '../testing/start-platform.ts';
import { createPayerAccount } from './create-payer-account.ts';
import { findAccount } from './find-account.ts';
import { createLedgerAccounts } from './ledger-accounts.ts';
import { listAccounts } from './list-accounts.ts';

let platform: Awaited<ReturnType<typeof startPlatform>>;

before(async () => {
  platform = await startPlatform({ bucketCount: 8 });
});
after(() => platform.server.stop());

void test('a new account is empty, in its currency, and found by its id alone', async () => {
  const account = await createPayerAccount(platform.context, { name: 'Ada', currency: 'JPY' });
  assert.deepEqual(account.balance, { minorUnits: 0n, currency: 'JPY' });
  assert.deepEqual(await findAccount(platform.context, account), account);
});

void test('a currency that is not in ISO 4217 opens no account', async () => {
  for (const currency of ['ZZZ', 'eur', 'EURO', '']) {
    await assert.rejects(
      createPayerAccount(platform.context, { name: 'Ada', currency }),
      (error) => error instanceof TallyError && error.code === 'currency_unknown',
    );
  }
});

void test('an account of the ledger itself is not a payer’s account', async () => {
  const accountId = await platform.context.ledgerAccounts.fundingAccountId('EUR', 3);
  await assert.rejects(
    findAccount(platform.context, { accountId }),
    (error) => error instanceof TallyError && error.code === 'account_unknown',
  );
});

void test('a list goes through all accounts of all buckets once, page by page', async () => {
  const count = 230;
  for (let index = 0; index < count; index += 1) {
    platform.clock.advance(1);
    await createPayerAccount(platform.context, { name: `Payer ${index}`, currency: 'NOK' });
  }
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const page = await listAccounts(platform.context, after === null ? {} : { after });
    assert.ok(page.items.length <= 100);
    seen.push(...page.items.filter(({ balance }) => balance.currency === 'NOK').map(({ name }) => name));
    after = page.next;
  } while (after !== null);
  assert.deepEqual(
    seen,
    Array.from({ length: count }, (_, index) => `Payer ${index}`),
  );
});

void test('of many that need a clearing account at once, all get the same one', async () => {
  const merchantId = '01900000-0000-7000-8000-000000000001';
  const askers = Array.from({ length: 30 }, () => createLedgerAccounts(platform.context));
  const ids = await Promise.all(askers.map((asker) => asker.clearingAccountId(merchantId, 'EUR', 5)));
  assert.equal(new Set(ids).size, 1);
});

void test('merchants, currencies and buckets have clearing accounts of their own', async () => {
  const { clearingAccountId, fundingAccountId } = platform.context.ledgerAccounts;
  const [first, second] = ['01900000-0000-7000-8000-00000000000a', '01900000-0000-7000-8000-00000000000b'];
  const ids = await Promise.all([
    clearingAccountId(first, 'EUR', 0),
    clearingAccountId(second, 'EUR', 0),
    clearingAccountId(first, 'USD', 0),
    clearingAccountId(first, 'EUR', 1),
    fundingAccountId('EUR', 0),
  ]);
  assert.equal(new Set(ids).size, 5);
});

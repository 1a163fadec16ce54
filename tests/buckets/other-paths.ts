import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  changeCredentialState,
  completeEnrolment,
  createActivation,
  forgetOldEnrolments,
  forgetOldStepHolds,
  listCredentials,
  offerEnrolment,
} from '@tallystick/authentication-server';
import { TallyError } from '@tallystick/foundation';
import {
  createPayerAccount,
  endAbandonedPayments,
  forgetPaymentsInWork,
  forgetRecentPayments,
  listAccounts,
  topUp,
} from '@tallystick/payment-platform';
import { newTestTerminal } from '../../packages/authentication-server/src/testing/test-terminal.ts';
import { openTestShop, type TestShop } from '../payments/test-shop.ts';

/** What operators, terminals and the housekeeping do on 64 buckets, beside payments. Run by payments-in-64.test.ts. */
let shop: TestShop;

before(async () => {
  shop = await openTestShop();
});

after(() => shop.close());

function isError(code: string): (error: unknown) => boolean {
  return (error) => error instanceof TallyError && error.code === code;
}

void test('accounts of all buckets are listed in the order of their creation, a page at a time', async () => {
  const made: string[] = [];
  for (let count = 0; count < 105; count += 1) {
    const { accountId } = await createPayerAccount(shop.platform, { name: 'Payer', currency: 'EUR' });
    made.push(accountId);
  }
  const first = await listAccounts(shop.platform, {});
  assert.equal(first.items.length, 100);
  const second = await listAccounts(shop.platform, { after: first.next! });
  const listed = [...first.items, ...second.items].map(({ accountId }) => accountId);
  assert.deepEqual(listed, made.toSorted());
  assert.equal(second.next, null);
});

void test('the id of an activation tells its bucket, and a wrong proof is counted there', async () => {
  const account = await createPayerAccount(shop.platform, { name: 'Payer', currency: 'EUR' });
  const { activationCode } = await createActivation(shop.enrolment, account);
  const terminal = await newTestTerminal(activationCode);
  const { serverKey } = await offerEnrolment(shop.enrolment, terminal.activationId);
  const proof = await terminal.prove(serverKey);
  const wrong = { ...proof, proof: Buffer.alloc(32, 7).toString('base64url') };
  await assert.rejects(
    completeEnrolment(shop.enrolment, terminal.activationId, wrong),
    isError('activation_proof_wrong'),
  );
  const reply = await completeEnrolment(shop.enrolment, terminal.activationId, proof);
  const { credentialNumber } = await terminal.read(serverKey, reply);
  assert.equal(Number(BigInt(credentialNumber) % 64n), account.shard);
});

void test('a credential is listed with its account and locked in its bucket', async () => {
  const account = await shop.enrolPayer(0n);
  const [listed] = await listCredentials(shop.enrolment, account, { limit: 10 });
  const operatorId = account.accountId;
  const { credentialNumber } = listed!;
  await changeCredentialState(shop.enrolment, { credentialNumber, state: 'locked', operatorId });
  const [locked] = await listCredentials(shop.enrolment, account, { limit: 10 });
  assert.equal(locked?.state, 'locked');
});

void test('a top-up is booked once in the bucket of its account', async () => {
  const { accountId, balance } = await shop.enrolPayer(100n);
  const amount = { minorUnits: 100n, currency: 'EUR' };
  await topUp(shop.platform, { topUpId: 'first', accountId, amount });
  assert.equal(await balance(), 100n);
});

void test('the housekeeping goes through all buckets', async () => {
  const till = await shop.openTill();
  const fast = await Promise.all(Array.from({ length: 8 }, () => shop.enrolPayer(1_000n, 40_000)));
  for (const [index, payer] of fast.entries())
    assert.equal((await till.pay(`early_${index}`, await payer.nextCode())).status, 202);
  shop.clock.advance(8 * 86_400_000);
  await endAbandonedPayments(shop.platform);
  await forgetRecentPayments(shop.platform);
  await forgetPaymentsInWork(shop.platform);
  await forgetOldStepHolds(shop.enrolment);
  await forgetOldEnrolments(shop.enrolment);
  const [left] = await shop.database.query<{ count: bigint }>({
    name: '',
    text: `SELECT (SELECT count(*) FROM platform.payments WHERE state = 'open')
      + (SELECT count(*) FROM platform.recent_payments) + (SELECT count(*) FROM authentication.step_holds)
      + (SELECT count(*) FROM authentication.activations WHERE sealed_reply IS NOT NULL) AS count`,
    values: [],
  });
  assert.equal(Number(left?.count), 0);
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { uuidV7 } from '@tallystick/foundation';
import { createPayerAccount } from '@tallystick/payment-platform';
import type { AccountOfCredentials, AuthenticationService } from '@tallystick/verification-contract';
import type { TestTill } from '../payments/test-shop.ts';
import { openApartShop, outcomeOf, type ApartShop } from './apart-shop.ts';

/** What an operator does to credentials, asked by a platform over the wire. */
let shop: ApartShop;
let service: AuthenticationService;
let till: TestTill;

before(async () => {
  shop = await openApartShop();
  ({ service } = shop.apart);
  till = await shop.openTill();
});
after(() => shop.close());

async function newAccount(): Promise<AccountOfCredentials> {
  const { accountId, shard } = await createPayerAccount(shop.apart.platform, {
    name: 'Payer',
    currency: 'EUR',
  });
  return { accountId, shard };
}

/** The one credential of a payer who has just been enrolled. */
async function credentialOf(accountId: string) {
  const shardOf = await shop.database.query<{ readonly shard: number }>({
    name: '',
    text: 'SELECT shard FROM platform.accounts WHERE account_id = $1',
    values: [accountId],
  });
  const account = { accountId, shard: shardOf[0]?.shard ?? 0 };
  const [credential] = await service.listCredentials(account, { limit: 10 });
  if (credential === undefined) throw new Error('the payer has no credential');
  return credential;
}

async function newestAccountId(): Promise<string> {
  const rows = await shop.database.query<{ readonly account_id: string }>({
    name: '',
    text: `SELECT account_id FROM platform.accounts WHERE kind = 'payer' ORDER BY account_id DESC LIMIT 1`,
    values: [],
  });
  return rows[0]?.account_id ?? '';
}

void test('a credential is listed with its limits, as it was asked for', async () => {
  await shop.enrolDevice(10_000n, { cap: 700n, usesPerDay: 3 });
  const credential = await credentialOf(await newestAccountId());
  const { kind, state, cap, usesPerDay } = credential;
  assert.deepEqual(
    { kind, state, cap, usesPerDay },
    { kind: 'event', state: 'active', cap: 700n, usesPerDay: 3 },
  );
  assert.match(credential.credentialNumber, /^\d{10}$/);
  assert.ok(credential.createdAt.getTime() > 0);
});

void test('locked it pays nothing, unlocked it pays again, and revoked it never does', async () => {
  // The newest is the one with the latest time in its id.
  shop.clock.advance(1_000);
  const payer = await shop.enrolPayer(10_000n);
  const { credentialNumber } = await credentialOf(await newestAccountId());
  const operatorId = uuidV7(shop.clock.nowMs());
  const change = (state: 'active' | 'locked' | 'revoked') =>
    service.changeCredentialState({ credentialNumber, state, operatorId });

  assert.equal((await change('locked')).state, 'locked');
  assert.equal(outcomeOf(await till.pay('LOCKED', await payer.nextCode())), '200 declined code_refused');
  assert.equal((await change('active')).state, 'active');
  assert.equal(outcomeOf(await till.pay('ACTIVE', await payer.nextCode())), '200 approved -');
  assert.equal((await change('revoked')).state, 'revoked');
  assert.equal(
    outcomeOf(await till.pay('REVOKED', await payer.nextCode(), '451')),
    '200 declined code_refused',
  );
  await assert.rejects(change('active'), { code: 'credential_revoked' });
  assert.equal((await till.reverse('ACTIVE')).body['result'], 'refunded');
});

void test('what the authentication server refuses is refused by its own name', async () => {
  const account = await newAccount();
  for (let index = 0; index < 5; index += 1) await service.issueActivation(account, {});
  await assert.rejects(service.issueActivation(account, {}), { code: 'too_many_activations' });
  const stranger = { credentialNumber: '9999999999', state: 'locked', operatorId: uuidV7(0) } as const;
  await assert.rejects(service.changeCredentialState(stranger), { code: 'credential_unknown' });
  await assert.rejects(service.offerEnrolment('0'.repeat(32)), { code: 'activation_unknown' });
});

void test('pages of credentials follow each other', async () => {
  const account = await newAccount();
  assert.deepEqual(await service.listCredentials(account, { limit: 10 }), []);
  assert.deepEqual(await service.listCredentials(account, { after: '0000000001', limit: 10 }), []);
});

void test('a terminal that asks the platform for an unknown activation is told so', async () => {
  const response = await fetch(`${till.serverUrl}/v1/enrolments/${'0'.repeat(32)}`, { method: 'POST' });
  assert.equal(response.status, 404);
  const body: { code?: string } = JSON.parse(await response.text());
  assert.equal(body.code, 'activation_unknown');
});

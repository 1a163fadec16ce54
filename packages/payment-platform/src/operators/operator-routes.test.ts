import assert from 'node:assert/strict';
import { kindsOfCredentials } from '@tallystick/verification-contract';
import { after, before, test } from 'node:test';
import { TallyError } from '@tallystick/foundation';
import Fastify, { type FastifyInstance } from 'fastify';
import { createOperatorKey } from './operator-keys.ts';
import { createOperatorAuthenticator } from './operator-authenticator.ts';
import { manyCredentials } from '../testing/many-credentials.ts';
import { startPlatform } from '../testing/start-platform.ts';
import { totalIn } from '../testing/total-in.ts';
import { operatorRoutes } from './operator-routes.ts';
import { createRequireOperator } from './require-operator.ts';
import { createRequireTill } from '../tills/require-till.ts';
import { tillIdentityRoute } from '../tills/till-identity-route.ts';

const stranger = '01900000-0000-7000-8000-000000000000';
const expiresAt = new Date(Date.UTC(2026, 10, 23, 9, 15));

let platform: Awaited<ReturnType<typeof startPlatform>>;
let app: FastifyInstance;
let operatorKey: string;
const activationsAskedFor: unknown[] = [];
const changesAskedFor: unknown[] = [];
let knownAccount = '';

before(async () => {
  platform = await startPlatform();
  const { context, operatorId } = platform;
  operatorKey = await createOperatorKey(context, { operatorId });
  app = Fastify({
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false } },
  });
  // The words of errors are the server’s business; here a status and a code will do.
  app.setErrorHandler((thrown, _request, reply) => {
    if (!(thrown instanceof TallyError)) return reply.code(400).send({ code: 'schema' });
    return reply.code(thrown.definition.httpStatus).send({ code: thrown.code });
  });
  const operatorAuthenticator = createOperatorAuthenticator(context);
  const requireOperator = createRequireOperator(operatorAuthenticator);
  app.register(
    operatorRoutes({
      ...context,
      operatorAuthenticator,
      requireOperator,
      kinds: Object.values(kindsOfCredentials),
      issueActivation(account, asked) {
        activationsAskedFor.push({ ...account, asked });
        return Promise.resolve({ activationCode: '0'.repeat(26), qr: 'TALLY1:A:0', expiresAt });
      },
      listCredentials: ({ accountId }, { after = '-1', limit }) =>
        Promise.resolve(
          manyCredentials(accountId)
            .filter(({ credentialNumber }) => credentialNumber > after)
            .slice(0, limit),
        ),
      changeCredentialState(change) {
        changesAskedFor.push(change);
        return Promise.resolve({ ...manyCredentials(knownAccount)[0]!, ...change });
      },
    }),
  );
  app.register(tillIdentityRoute('83', createRequireTill(context.tillAuthenticator)));
});
after(async () => {
  await app.close();
  await platform.server.stop();
});

type Method = 'GET' | 'POST' | 'DELETE';

async function call(method: Method, url: string, body?: object, key: string = operatorKey) {
  const answer = await app.inject({
    method,
    url,
    headers: { authorization: `Bearer ${key}` },
    ...(body === undefined ? {} : { payload: body }),
  });
  return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() };
}

async function newAccount(currency = 'EUR'): Promise<string> {
  const answer = await call('POST', '/v1/accounts', { name: 'Ada', currency });
  assert.equal(answer.status, 201);
  return String(answer.body.accountId);
}

async function newMerchant(): Promise<string> {
  const answer = await call('POST', '/v1/merchants', { name: 'Bakery' });
  assert.equal(answer.status, 201);
  return String(answer.body.merchantId);
}

void test('every route asks for the operator’s key before it looks at anything else', async () => {
  const routes: readonly (readonly [Method, string])[] = [
    ['POST', '/v1/merchants'],
    ['GET', '/v1/merchants'],
    ['POST', `/v1/merchants/${stranger}/tills`],
    ['GET', `/v1/merchants/${stranger}/tills`],
    ['POST', `/v1/tills/${stranger}/key`],
    ['DELETE', `/v1/tills/${stranger}/key`],
    ['POST', '/v1/accounts'],
    ['GET', '/v1/accounts'],
    ['GET', `/v1/accounts/${stranger}`],
    ['POST', `/v1/accounts/${stranger}/top-ups`],
    ['POST', `/v1/accounts/${stranger}/activations`],
    ['GET', `/v1/accounts/${stranger}/credentials`],
    ['POST', '/v1/credentials/0000000042/state'],
    ['GET', '/v1/ledger'],
    ['POST', '/v1/operator-keys'],
    ['GET', '/v1/operator-keys'],
    ['DELETE', '/v1/operator-keys/0123456789abcdef'],
  ];
  const { key: tillKey } = (
    await call('POST', `/v1/merchants/${await newMerchant()}/tills`, { name: 'Left' })
  ).body;
  for (const [method, url] of routes) {
    for (const key of [`operator_${'A'.repeat(43)}`, String(tillKey), '']) {
      const answer = await call(method, url, method === 'POST' ? { wrong: true } : undefined, key);
      assert.deepEqual(
        [answer.status, answer.body],
        [401, { code: 'operator_key_unknown' }],
        `${method} ${url}`,
      );
    }
  }
});

void test('a till goes through its life: created, signed in, revoked, brought back', async () => {
  const merchantId = await newMerchant();
  const created = await call('POST', `/v1/merchants/${merchantId}/tills`, {
    name: 'Left',
    tillNumber: '0004711',
  });
  assert.equal(created.status, 201);
  assert.equal(created.body.tillNumber, '0004711');
  const { tillId, key } = created.body;
  const identity = { tillNumber: '0004711', tillName: 'Left', merchantName: 'Bakery', issuerPrefix: '83' };
  assert.deepEqual((await call('GET', '/v1/till', undefined, String(key))).body, identity);

  assert.equal((await call('DELETE', `/v1/tills/${tillId}/key`)).status, 204);
  const revoked = await call('GET', '/v1/till', undefined, String(key));
  assert.deepEqual([revoked.status, revoked.body], [401, { code: 'till_key_unknown' }]);
  const listed = await call('GET', `/v1/merchants/${merchantId}/tills`);
  assert.equal(listed.body.items[0].keyRevokedAt, new Date(platform.clock.nowMs()).toISOString());
  assert.ok(!JSON.stringify(listed.body).includes('till_'));

  const replaced = await call('POST', `/v1/tills/${tillId}/key`);
  assert.equal(replaced.status, 201);
  assert.deepEqual((await call('GET', '/v1/till', undefined, String(replaced.body.key))).body, identity);
});

void test('an account is opened, topped up once for each id, and read', async () => {
  const accountId = await newAccount();
  const order = { topUpId: 'TU1', amount: { minorUnits: '2500', currency: 'EUR' } };
  const first = await call('POST', `/v1/accounts/${accountId}/top-ups`, order);
  const again = await call('POST', `/v1/accounts/${accountId}/top-ups`, order);
  assert.equal(first.status, 200);
  assert.deepEqual(again, first);
  const changed = { ...order, amount: { minorUnits: '2501', currency: 'EUR' } };
  const reused = await call('POST', `/v1/accounts/${accountId}/top-ups`, changed);
  assert.deepEqual([reused.status, reused.body], [409, { code: 'top_up_id_reused' }]);
  const account = await call('GET', `/v1/accounts/${accountId}`);
  assert.deepEqual(account.body.balance, { minorUnits: '2500', currency: 'EUR' });
});

void test('an activation is asked of the authentication server by account and shard', async () => {
  const accountId = await newAccount();
  const answer = await call('POST', `/v1/accounts/${accountId}/activations`);
  assert.equal(answer.status, 201);
  assert.deepEqual(answer.body, {
    activationCode: '0'.repeat(26),
    qr: 'TALLY1:A:0',
    expiresAt: expiresAt.toISOString(),
  });
  const shard = Number.parseInt(accountId.slice(-2), 16) % 64;
  assert.deepEqual(activationsAskedFor.at(-1), { accountId, shard, asked: {} });
  const limited = { kind: 'event', cap: { minorUnits: '1500', currency: 'EUR' }, usesPerDay: 3 };
  assert.equal((await call('POST', `/v1/accounts/${accountId}/activations`, limited)).status, 201);
  const asked = { kind: 'event', cap: 1500n, usesPerDay: 3 };
  assert.deepEqual(activationsAskedFor.at(-1), { accountId, shard, asked });
  const unknown = await call('POST', `/v1/accounts/${stranger}/activations`);
  assert.deepEqual([unknown.status, unknown.body], [404, { code: 'account_unknown' }]);
});

void test('an activation with terms that can’t be kept is refused, and none is made', async () => {
  const accountId = await newAccount();
  const before = activationsAskedFor.length;
  const cap = { minorUnits: '1', currency: 'EUR' };
  const wrong: readonly object[] = [
    { kind: 'totp' },
    { cap: '5' },
    { cap: { ...cap, minorUnits: '0' } },
    { cap: { ...cap, currency: 'USD' } },
    { usesPerDay: 0 },
    { usesPerDay: 1001 },
    { usesPerDay: 1.5 },
    { usesPerDay: '3' },
    { limit: 1 },
  ];
  for (const body of wrong) {
    const answer = await call('POST', `/v1/accounts/${accountId}/activations`, body);
    assert.equal(answer.status, 400, JSON.stringify(body));
  }
  assert.equal(activationsAskedFor.length, before);
});

void test('credentials of an account are listed in pages, with their caps in its currency', async () => {
  const accountId = await newAccount('JPY');
  const first = await call('GET', `/v1/accounts/${accountId}/credentials`);
  assert.equal(first.status, 200);
  assert.equal(first.body.items.length, 100);
  assert.deepEqual(first.body.items[0], {
    credentialNumber: '0000000000',
    accountId,
    kind: 'event',
    state: 'active',
    cap: { minorUnits: '2500', currency: 'JPY' },
    usesPerDay: 5,
    createdAt: expiresAt.toISOString(),
  });
  const second = await call('GET', `/v1/accounts/${accountId}/credentials?after=${first.body.next}`);
  assert.deepEqual([second.body.items.length, second.body.next], [50, null]);
  const unknown = await call('GET', `/v1/accounts/${stranger}/credentials`);
  assert.deepEqual([unknown.status, unknown.body], [404, { code: 'account_unknown' }]);
});

void test('a credential’s state is changed in the operator’s name', async () => {
  knownAccount = await newAccount();
  const { operatorId } = platform;
  const answer = await call('POST', '/v1/credentials/0000000042/state', { state: 'locked' });
  assert.deepEqual([answer.status, answer.body.state], [200, 'locked']);
  assert.deepEqual(changesAskedFor, [{ credentialNumber: '0000000042', state: 'locked', operatorId }]);
  for (const [number, body] of [
    ['42', { state: 'locked' }],
    ['0000000042', { state: 'asleep' }],
    ['0000000042', {}],
  ] as const) {
    assert.equal((await call('POST', `/v1/credentials/${number}/state`, body)).status, 400);
  }
  assert.equal(changesAskedFor.length, 1);
});

void test('amounts that are no amounts are refused and nothing is booked', async () => {
  const accountId = await newAccount();
  const wrongAmounts: readonly unknown[] = [
    { minorUnits: '-1', currency: 'EUR' },
    { minorUnits: '1.5', currency: 'EUR' },
    { minorUnits: '0', currency: 'EUR' },
    { minorUnits: '01', currency: 'EUR' },
    { minorUnits: '1e3', currency: 'EUR' },
    { minorUnits: '9'.repeat(13), currency: 'EUR' },
    { minorUnits: '9'.repeat(10_000), currency: 'EUR' },
    { minorUnits: '１', currency: 'EUR' },
    { minorUnits: 1, currency: 'EUR' },
    { minorUnits: null, currency: 'EUR' },
    { minorUnits: '1', currency: 'ZZZ' },
    { minorUnits: '1', currency: 'eur' },
    { minorUnits: '1', currency: 'USD' },
    { minorUnits: '1', currency: 'EUR', tip: '1' },
    { minorUnits: '1' },
    '1',
    [],
    null,
  ];
  for (const amount of wrongAmounts) {
    const answer = await call('POST', `/v1/accounts/${accountId}/top-ups`, { topUpId: 'TU', amount });
    assert.ok(answer.status >= 400 && answer.status < 500, JSON.stringify(amount).slice(0, 80));
  }
  assert.equal((await call('GET', `/v1/accounts/${accountId}`)).body.balance.minorUnits, '0');
});

void test('bodies and addresses that are not as documented are refused', async () => {
  const accountId = await newAccount();
  const amount = { minorUnits: '1', currency: 'EUR' };
  const wrong: readonly (readonly [Method, string, object?])[] = [
    ['POST', '/v1/merchants', {}],
    ['POST', '/v1/merchants', { name: '' }],
    ['POST', '/v1/merchants', { name: '   ' }],
    ['POST', '/v1/merchants', { name: 'Bakery\u0007' }],
    ['POST', '/v1/merchants', { name: 'B'.repeat(101) }],
    ['POST', '/v1/merchants', { name: 7 }],
    ['POST', '/v1/merchants', { name: 'Bakery', owner: 'me' }],
    ['POST', '/v1/accounts', { name: 'Ada', currency: 'ZZZ' }],
    ['POST', '/v1/accounts', { name: 'Ada', currency: 'EUR', balance: '100' }],
    ['POST', `/v1/accounts/${accountId}/top-ups`, { topUpId: '', amount }],
    ['POST', `/v1/accounts/${accountId}/top-ups`, { topUpId: 'A'.repeat(33), amount }],
    ['POST', `/v1/accounts/${accountId}/top-ups`, { topUpId: 'A-B', amount }],
    ['GET', '/v1/accounts/not-a-uuid'],
    ['GET', `/v1/accounts/${accountId.toUpperCase()}`],
    ['GET', '/v1/accounts?after=1'],
    ['GET', '/v1/accounts?limit=1000000'],
    ['GET', "/v1/merchants?after=';--"],
  ];
  for (const [method, url, body] of wrong) {
    const answer = await call(method, url, body);
    assert.equal(answer.status, 400, `${method} ${url} ${JSON.stringify(body)}`);
  }
  for (const tillNumber of ['0000000', '9000000', '12', '00000001', 'abcdefg', 1]) {
    const answer = await call('POST', `/v1/merchants/${stranger}/tills`, { name: 'Left', tillNumber });
    assert.equal(answer.status, 400, `${tillNumber}`);
  }
});

void test('names are kept as they are, in every script', async () => {
  for (const name of ['Bäckerei "Zum O’Neill" <b>', '寿司', '🥨', 'مخبز']) {
    const answer = await call('POST', '/v1/merchants', { name });
    assert.deepEqual([answer.status, answer.body.merchantName], [201, name]);
  }
});

void test('a list is a page of a hundred and says how to go on', async () => {
  for (let index = 0; index < 101; index += 1) {
    platform.clock.advance(1);
    await newMerchant();
  }
  const first = await call('GET', '/v1/merchants');
  assert.equal(first.body.items.length, 100);
  const second = await call('GET', `/v1/merchants?after=${first.body.next}`);
  assert.equal(second.status, 200);
  assert.equal(second.body.next, null);
  const ids = [...first.body.items, ...second.body.items].map(({ merchantId }) => String(merchantId));
  assert.equal(new Set(ids).size, ids.length);
});

void test('the ledger is added up for the operator, and shows where it breaks its law', async () => {
  const accountId = await newAccount('CHF');
  const topUp = { topUpId: 'TU9', amount: { minorUnits: '700', currency: 'CHF' } };
  assert.equal((await call('POST', `/v1/accounts/${accountId}/top-ups`, topUp)).status, 200);
  const francs = { currency: 'CHF', accountCount: 2, entryCount: 2, entriesSum: '0', balancesSum: '0' };

  const sound = await call('GET', '/v1/ledger');
  assert.equal(sound.status, 200);
  assert.deepEqual(totalIn('CHF', sound.body), francs);
  assert.deepEqual(sound.body.differences, []);

  const { database } = platform.context;
  const addTo = 'UPDATE platform.accounts SET balance = balance + $2 WHERE account_id = $1';
  await database.query({ name: '', text: addTo, values: [accountId, 1] });
  const broken = await call('GET', '/v1/ledger');
  assert.deepEqual(totalIn('CHF', broken.body), { ...francs, balancesSum: '1' });
  const difference = { rule: 'balance_not_sum', subject: accountId, expected: '700', found: '701' };
  assert.deepEqual(broken.body.differences, [difference]);
  await database.query({ name: '', text: addTo, values: [accountId, -1] });
});

/** The ledger’s total of one currency. */
interface ListedKey {
  readonly keyId: string;
  readonly isYours: boolean;
}

async function listKeys(key: string): Promise<readonly ListedKey[]> {
  const { status, body } = await call('GET', '/v1/operator-keys', undefined, key);
  assert.equal(status, 200);
  const items: ListedKey[] = body.items;
  return items;
}

async function newKey(): Promise<{ readonly keyId: string; readonly key: string }> {
  const { status, body } = await call('POST', '/v1/operator-keys');
  assert.equal(status, 201);
  return { keyId: String(body.keyId), key: String(body.key) };
}

const revoke = (keyId: string, key: string) => call('DELETE', `/v1/operator-keys/${keyId}`, undefined, key);

void test('a second key opens the API, the first one is revoked by it, and the last one stays', async () => {
  const { keyId, key } = await newKey();
  const listed = await listKeys(key);
  assert.deepEqual(
    listed.filter(({ isYours }) => isYours).map((listing) => listing.keyId),
    [keyId],
  );
  for (const other of listed.filter(({ isYours }) => !isYours)) {
    assert.equal((await revoke(other.keyId, key)).status, 204);
    assert.equal((await revoke(other.keyId, key)).status, 204, 'twice is no error');
  }
  assert.equal((await call('GET', '/v1/merchants')).body.code, 'operator_key_unknown');

  const last = await revoke(keyId, key);
  assert.deepEqual([last.status, last.body.code], [409, 'operator_key_last']);
  const unknown = await revoke('0123456789abcdef', key);
  assert.deepEqual([unknown.status, unknown.body.code], [404, 'operator_key_id_unknown']);
  operatorKey = key;
});

void test('of the last two keys, revoked at once by each other, one is left', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { keyId, key } = await newKey();
    const mine = (await listKeys(operatorKey)).find(({ isYours }) => isYours);
    assert.ok(mine);
    const answers = await Promise.all([revoke(keyId, operatorKey), revoke(mine.keyId, key)]);
    assert.equal(answers.filter(({ status }) => status === 204).length, 1);
    if (answers[1].status === 204) operatorKey = key;
    await listKeys(operatorKey);
  }
});

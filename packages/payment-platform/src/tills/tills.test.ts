import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TallyError } from '@tallystick/foundation';
import { createMerchant } from '../merchants/create-merchant.ts';
import { startPlatform } from '../testing/start-platform.ts';
import { createTill } from './create-till.ts';
import { listTills } from './list-tills.ts';
import { replaceTillKey } from './replace-till-key.ts';
import { revokeTillKey } from './revoke-till-key.ts';
import { createTillAuthenticator } from './till-authenticator.ts';

let platform: Awaited<ReturnType<typeof startPlatform>>;

before(async () => {
  platform = await startPlatform();
});
after(() => platform.server.stop());

async function newMerchant(): Promise<string> {
  const { operatorId, context } = platform;
  return (await createMerchant(context, { operatorId, name: 'Bakery' })).merchantId;
}

function withCode(code: string) {
  return (error: unknown) => error instanceof TallyError && error.code === code;
}

function authenticate(key: string) {
  return platform.context.tillAuthenticator.authenticate(`Bearer ${key}`);
}

void test('a till’s key tells the till, its number and its merchant', async () => {
  const merchantId = await newMerchant();
  const { till, key } = await createTill(platform.context, { merchantId, name: 'Left', tillNumber: 4711 });
  const expected = {
    tillId: till.tillId,
    tillNumber: 4711,
    tillName: 'Left',
    merchantId,
    merchantName: 'Bakery',
    operatorId: platform.operatorId,
  };
  assert.deepEqual(till, expected);
  assert.deepEqual(await authenticate(key), expected);
});

void test('the key is nowhere in the database', async () => {
  const { key } = await createTill(platform.context, { merchantId: await newMerchant(), name: 'Left' });
  const rows = await platform.context.database.query<{ row: string }>({
    name: '',
    text: 'SELECT till::text AS row FROM platform.tills AS till',
    values: [],
  });
  assert.ok(rows.length > 0);
  for (const { row } of rows) assert.ok(!row.includes(key.slice('till_'.length)));
});

void test('tills without a wish get the lowest free numbers, also when made at the same time', async () => {
  const merchantId = await newMerchant();
  await createTill(platform.context, { merchantId, name: 'Third', tillNumber: 900_003 }).catch(
    () => undefined,
  );
  const tills = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      createTill(platform.context, { merchantId, name: `Till ${index}` }),
    ),
  );
  const numbers = tills.map(({ till }) => till.tillNumber);
  assert.equal(new Set(numbers).size, 60);
  assert.ok(Math.max(...numbers) < 80, numbers.join());
});

void test('a taken number is refused, of two that take one at once too', async () => {
  const merchantId = await newMerchant();
  const wanted = { merchantId, name: 'Left', tillNumber: 8_999_999 };
  const results = await Promise.allSettled([
    createTill(platform.context, wanted),
    createTill(platform.context, wanted),
  ]);
  const refused = results.filter((result) => result.status === 'rejected');
  assert.equal(refused.length, 1);
  assert.ok(withCode('till_number_taken')(refused[0]?.reason));
  // The highest number does not push the next one over the edge.
  assert.ok((await createTill(platform.context, { merchantId, name: 'Next' })).till.tillNumber < 8_999_999);
});

void test('a merchant that does not exist has no tills', async () => {
  const merchantId = '01900000-0000-7000-8000-000000000000';
  await assert.rejects(
    createTill(platform.context, { merchantId, name: 'Left' }),
    withCode('merchant_unknown'),
  );
  await assert.rejects(listTills(platform.context, { merchantId }), withCode('merchant_unknown'));
});

void test('a merchant without tills has an empty list', async () => {
  const merchantId = await newMerchant();
  assert.deepEqual(await listTills(platform.context, { merchantId }), { items: [], next: null });
});

void test('a revoked key stops at once here, and within a second in another process', async () => {
  const { clock, context } = platform;
  const merchantId = await newMerchant();
  const { till, key } = await createTill(context, { merchantId, name: 'Left' });
  const elsewhere = createTillAuthenticator(context);
  await Promise.all([authenticate(key), elsewhere.authenticate(`Bearer ${key}`)]);

  await revokeTillKey(context, till);
  await assert.rejects(authenticate(key), withCode('till_key_unknown'));
  clock.advance(1000);
  await assert.rejects(elsewhere.authenticate(`Bearer ${key}`), withCode('till_key_unknown'));
  const [listed] = (await listTills(context, { merchantId })).items;
  assert.deepEqual(listed?.keyRevokedAt?.getTime(), clock.nowMs() - 1000);
});

void test('a replaced key brings a revoked till back, and the old key stays dead', async () => {
  const { context } = platform;
  const { till, key } = await createTill(context, { merchantId: await newMerchant(), name: 'Left' });
  await revokeTillKey(context, till);
  const newKey = await replaceTillKey(context, till);
  assert.equal((await authenticate(newKey)).tillId, till.tillId);
  await assert.rejects(authenticate(key), withCode('till_key_unknown'));
});

void test('keys of unknown tills can’t be changed', async () => {
  const tillId = '01900000-0000-7000-8000-000000000000';
  await assert.rejects(revokeTillKey(platform.context, { tillId }), withCode('till_unknown'));
  await assert.rejects(replaceTillKey(platform.context, { tillId }), withCode('till_unknown'));
});

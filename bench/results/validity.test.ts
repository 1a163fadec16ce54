import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { authenticationMigrations } from '@tallystick/authentication-server';
import { platformMigrations } from '@tallystick/payment-platform';
import { startTestDatabase, type TestServer } from '@tallystick/postgres/testing';
import { checkValidity, sameIds } from './validity.ts';

let server: TestServer;
let verificationServer: TestServer;
before(async () => {
  server = await startTestDatabase([...(await authenticationMigrations()), ...(await platformMigrations())]);
  verificationServer = await startTestDatabase(await authenticationMigrations());
});
after(async () => {
  await server.stop();
  await verificationServer.stop();
});

async function holding(payments: readonly string[], verifications: readonly string[] = []) {
  const acknowledged = { payments: new Set(payments), verifications: new Set(verifications) };
  const databases = { database: server.database, verifications: verificationServer.database };
  const checks = await checkValidity(databases, acknowledged);
  return checks.map(({ holds }) => holds);
}

const answered = new Set(['a', 'b', 'c']);

test('the same ids on both sides are valid, in whatever order', () => {
  assert.deepEqual(sameIds('ids', answered, ['c', 'a', 'b']), {
    what: 'ids',
    holds: true,
    found: '3 answered, 3 stored; 0 lost, 0 never answered, 0 twice',
  });
});

test('an answer without a row, a row without an answer and a row stored twice are each found', () => {
  const counts = (stored: readonly string[]) => sameIds('ids', answered, stored);
  assert.match(counts(['a', 'b']).found, /1 lost, 0 never answered, 0 twice/);
  assert.match(counts(['a', 'b', 'c', 'd']).found, /0 lost, 1 never answered, 0 twice/);
  assert.match(counts(['a', 'b', 'c', 'c']).found, /0 lost, 0 never answered, 1 twice/);
  for (const stored of [
    ['a', 'b'],
    ['a', 'b', 'c', 'd'],
    ['a', 'b', 'c', 'c'],
    ['a', 'b', 'd'],
  ]) {
    assert.equal(counts(stored).holds, false);
  }
});

test('a run in which nothing was paid is valid, and an answer that is not stored breaks it', async () => {
  assert.deepEqual(await holding([]), [true, true, true, true, true]);
  assert.deepEqual(await holding(['lost']), [false, false, true, true, true]);
  assert.deepEqual(await holding([], ['lost']), [true, true, false, true, true]);
});

test('money out of nowhere breaks a run', async () => {
  await server.database.query({
    name: '',
    text: `INSERT INTO platform.entries (bucket, account_id, transfer_id, amount, created_at)
      VALUES (0, gen_random_uuid(), gen_random_uuid(), 5, now())`,
    values: [],
  });
  assert.deepEqual(await holding([]), [true, true, true, false, false]);
});

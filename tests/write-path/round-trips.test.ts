import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { PaymentAnswerJson } from '@tallystick/foundation';
import { openDatabase, type Database } from '@tallystick/postgres';
import type { System } from '@tallystick/tally';
import { forged } from '../support/forged.ts';
import { openTap, type Tap } from '../../packages/postgres/src/testing/tap.ts';
import { openTestShop, type TestPayer, type TestShop, type TestTill } from '../payments/test-shop.ts';

/** How often a payment goes to the database and waits: what docs/ARCHITECTURE.md says of the write path. */
let shop: TestShop;
let tap: Tap;
let database: Database;
let server: System;
let till: TestTill;

before(async () => {
  shop = await openTestShop();
  tap = await openTap(shop.connection);
  database = await openDatabase(tap.target);
  server = await shop.openServer(database);
  await server.checkReadiness();
  till = await shop.openTill();
});

after(async () => {
  await server.close();
  await database.close();
  await tap.close();
  await shop.close();
});

interface Paid {
  readonly word: string;
  readonly trips: number;
}

async function pay(
  payer: TestPayer,
  paymentId: string,
  minorUnits: string,
  duplicateOf?: string,
): Promise<Paid> {
  return payWith(await payer.nextCode(), paymentId, minorUnits, duplicateOf);
}

async function payWith(
  code: string,
  paymentId: string,
  minorUnits: string,
  duplicateOf?: string,
): Promise<Paid> {
  const amount = { minorUnits, currency: 'EUR' };
  tap.takePackets();
  const answer = await server.payments.pay(till.till, {
    paymentId,
    code,
    amount,
    ...(duplicateOf === undefined ? {} : { duplicateOf }),
  });
  return { word: wordOf(answer), trips: tap.takePackets().length };
}

function wordOf({ outcome, errorCode }: PaymentAnswerJson): string {
  return errorCode ?? outcome;
}

void test('a payment costs three round trips, and two where its code is not genuine', async () => {
  // The till’s clearing account is looked up once, and the lane connects.
  await pay(await shop.enrolPayer(10_000n), 'Warm', '100');
  const payer = await shop.enrolPayer(10_000n);
  assert.deepEqual(await pay(payer, 'First', '100'), { word: 'approved', trips: 3 });
  assert.deepEqual(await pay(payer, 'Second', '200'), { word: 'approved', trips: 3 });
  const code = forged(await payer.nextCode());
  assert.deepEqual(await payWith(code, 'Forged', '300'), { word: 'code_refused', trips: 2 });
});

void test('a payment like an earlier one costs one more: the earlier one is looked at', async () => {
  const payer = await shop.enrolPayer(10_000n);
  await pay(payer, 'Original', '300');
  assert.equal((await pay(payer, 'Suspected', '300')).word, 'duplicate_suspected');
  assert.deepEqual(await pay(payer, 'Meant', '300', 'Original'), { word: 'approved', trips: 4 });
});

void test('an id that this server has closed is remembered by it', async () => {
  const payer = await shop.enrolPayer(10_000n);
  await server.payments.reverse(till.till, 'Closed_here');
  assert.deepEqual(await pay(payer, 'Closed_here', '500'), { word: 'reversed', trips: 2 });
});

void test('an id that is stored and not remembered costs its batch twice, and no more the next time', async () => {
  const payer = await shop.enrolPayer(10_000n);
  await pay(payer, 'Known', '400');
  await till.reverse('Unheard');
  const first = await pay(payer, 'Unheard', '500');
  assert.equal(first.word, 'reversed');
  // Reads, the account, the insert that fails, the rollback; reads again, and nothing is left to write but the commit.
  assert.equal(first.trips, 6);
  const again = await pay(payer, 'Unheard', '500');
  assert.deepEqual(again, { word: 'reversed', trips: 2 });
});

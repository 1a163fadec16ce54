import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hmacSha256Key, preparedTimeSuite } from '@tallystick/otp';
import {
  aliasDayOfStep,
  aliasTweakOfDay,
  questionOfIntent,
  stepOfUnixMs,
  suitesOfIntent,
} from '@tallystick/paycode';
import type { Database } from '@tallystick/postgres';
import { startTestDatabase } from '@tallystick/postgres/testing';
import { aliasesOf, credentialNumbersOf } from '../aliases/aliases.ts';
import { sealLeaves } from '../credentials/leaves.ts';
import { insertCredential } from '../enrolment/activation-rows.ts';
import { authenticationMigrations } from '../schema/migrations.ts';
import { newTestEnrolmentServer, type TestEnrolmentServer } from '../testing/test-enrolment-server.ts';
import { bucketsOfCode, chooseBucket, type BucketChooser } from './choose-bucket.ts';
import { createVerifier } from './create-verifier.ts';

/** Half a minute before midnight, when an alias may be today’s or tomorrow’s. */
const nowMs = Date.UTC(2026, 10, 24) - 30_000;
const today = aliasDayOfStep(stepOfUnixMs(nowMs));
const bucketCount = 64;

let stop: () => Promise<void>;
let database: Database;
let server: TestEnrolmentServer;
let chooser: BucketChooser;

before(async () => {
  ({ database, stop } = await startTestDatabase(await authenticationMigrations()));
  server = await newTestEnrolmentServer(database, bucketCount);
  server.clock.set(nowMs);
  chooser = { database, bucketCount, verifier: createVerifier(server) };
});
after(() => stop());

/** A credential that nobody enrolled, whose password leaf is so many sevens. */
async function plantCredential(credentialNumber: bigint, leaf: number): Promise<void> {
  const bytes = (value: number): Uint8Array => new Uint8Array(32).fill(value);
  const leaves = { password: bytes(leaf), pin: bytes(1), confirmation: bytes(2), contact: bytes(3) };
  const statement = insertCredential({
    bucket: Number(credentialNumber % 64n),
    credentialNumber,
    accountId: '0193a000-0000-7000-8000-000000000001',
    aliasKeyId: server.aliasKeys.present.aliasKeyId,
    leaves: sealLeaves(server.keyRing, credentialNumber, leaves),
    terms: { kind: 'time', cap: null, usesPerDay: null },
    activationId: bytes(4).subarray(0, 16),
    createdAt: new Date(nowMs),
  });
  await database.query(statement);
}

function requestWith(alias: string, leaf: number, step: number) {
  const key = hmacSha256Key(new Uint8Array(32).fill(leaf));
  const password = preparedTimeSuite(key, suitesOfIntent(0).device, questionOfIntent(0))(step);
  const claim = { merchantId: '0193a000-0000-7000-8000-00000000000a', paymentId: 'P' };
  return { claim, requestHash: new Uint8Array(32), tillId: 'till-1', alias, intent: 0, password };
}

async function chargesOf(credentialNumber: bigint): Promise<boolean> {
  const [row] = await database.query<{ charged: boolean }>({
    name: '',
    text: 'SELECT throttle IS NOT NULL AS charged FROM authentication.credentials WHERE credential_number = $1',
    values: [String(credentialNumber)],
  });
  return row?.charged ?? false;
}

/** Numbers that one alias stands for: today’s, and tomorrow’s in another bucket. */
function numbersOfOneAlias(first: bigint): { alias: string; numbers: readonly [bigint, bigint] } {
  const { ff1 } = server.aliasKeys.present;
  for (let number = first; ; number += 1n) {
    const [alias = ''] = aliasesOf(ff1, number, today, 1);
    const [tomorrows = 0n] = credentialNumbersOf(ff1, [alias], aliasTweakOfDay(today + 1));
    if (number % 64n !== tomorrows % 64n) return { alias, numbers: [number, tomorrows] };
  }
}

test('an alias that stands for nobody has the bucket of the number that it decrypts to', async () => {
  const { alias, numbers } = numbersOfOneAlias(4_000_000_000n);
  const request = requestWith(alias, 7, stepOfUnixMs(nowMs));
  assert.deepEqual(
    bucketsOfCode(chooser, request),
    numbers.map((number) => Number(number % 64n)),
  );
  assert.equal(await chooseBucket(chooser, request), Number(numbers[0] % 64n));
});

test('of two buckets the one that has a credential is chosen, and nothing is tried', async () => {
  const { alias, numbers } = numbersOfOneAlias(5_000_000_000n);
  await plantCredential(numbers[1], 7);
  assert.equal(await chooseBucket(chooser, requestWith(alias, 9, 0)), Number(numbers[1] % 64n));
  assert.equal(await chargesOf(numbers[1]), false);
});

test('where both have one, the code is tried in the first, which is charged for a miss and burns nothing', async () => {
  const { alias, numbers } = numbersOfOneAlias(6_000_000_000n);
  await plantCredential(numbers[0], 7);
  await plantCredential(numbers[1], 8);
  const now = stepOfUnixMs(nowMs);
  assert.equal(await chooseBucket(chooser, requestWith(alias, 7, now)), Number(numbers[0] % 64n));
  assert.equal(
    await chooseBucket(chooser, requestWith(alias, 7, now)),
    Number(numbers[0] % 64n),
    'not burnt',
  );
  assert.equal(await chargesOf(numbers[0]), false);

  assert.equal(await chooseBucket(chooser, requestWith(alias, 8, now)), Number(numbers[1] % 64n));
  assert.equal(await chargesOf(numbers[0]), true);
  assert.equal(await chargesOf(numbers[1]), false);
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hmacSha256Key, preparedTimeSuite } from '@tallystick/otp';
import { questionOfIntent, stepOfUnixMs, suitesOfIntent } from '@tallystick/paycode';
import type { Database } from '@tallystick/postgres';
import { startTestDatabase } from '@tallystick/postgres/testing';
import { completeEnrolment } from '../enrolment/complete-enrolment.ts';
import { createActivation } from '../enrolment/create-activation.ts';
import { offerEnrolment } from '../enrolment/offer-enrolment.ts';
import { authenticationMigrations } from '../schema/migrations.ts';
import {
  newTestEnrolmentServer,
  testStartMs,
  type TestEnrolmentServer,
} from '../testing/test-enrolment-server.ts';
import { newTestTerminal } from '../testing/test-terminal.ts';
import { createVerifier } from './create-verifier.ts';
import type { VerificationRequest } from '@tallystick/verification-contract';
import type { Verifier } from './create-verifier.ts';
import { verifyClaims, type ClaimAnswer } from './verify-claims.ts';

const bucket = 0;
const account = { accountId: '0193a000-0000-7000-8000-000000000001', shard: 3 };
let stop: () => Promise<void>;
let database: Database;
let server: TestEnrolmentServer;
let verifier: Verifier;
let requestAt: (paymentId: string, steps: number, hash?: number) => VerificationRequest;

before(async () => {
  ({ database, stop } = await startTestDatabase(await authenticationMigrations()));
  server = await newTestEnrolmentServer(database);
  const { clock, keyRing, aliasKeys } = server;
  verifier = createVerifier({ clock, keyRing, aliasKeys });
  requestAt = await enrolledTerminal();
});
after(() => stop());

/** Requests with genuine codes, so many steps away from the server’s own. */
async function enrolledTerminal(): Promise<typeof requestAt> {
  const limits = { cap: 700n, usesPerDay: 2 };
  const terminal = await newTestTerminal((await createActivation(server, account, limits)).activationCode);
  const { activationId } = terminal;
  const { serverKey } = await offerEnrolment(server, activationId);
  const reply = await completeEnrolment(server, activationId, await terminal.prove(serverKey));
  const alias = (await terminal.read(serverKey, reply)).aliases[1] ?? '';
  const key = hmacSha256Key((await terminal.leaves(serverKey)).password);
  const passwordAt = preparedTimeSuite(key, suitesOfIntent(0).device, questionOfIntent(0));
  return (paymentId, steps, hash = 1) => ({
    claim: { merchantId: '0193a000-0000-7000-8000-00000000000a', paymentId },
    requestHash: new Uint8Array(32).fill(hash),
    tillId: '0193a000-0000-7000-8000-00000000000b',
    intent: 0,
    alias,
    password: passwordAt(stepOfUnixMs(testStartMs) + steps),
  });
}

function verify(...requests: readonly VerificationRequest[]): Promise<readonly ClaimAnswer[]> {
  return database.transaction((transaction) => verifyClaims(verifier, transaction, bucket, requests));
}

function reasonOf(answer: ClaimAnswer | undefined): string {
  if (answer === undefined) return 'none';
  return answer.kind === 'verdict' ? answer.verdict.reason : answer.code;
}

void test('every verdict is given again to the letter, whatever it was, and nothing is burnt a second time', async () => {
  const forged = { ...requestAt('FORGED', 0), password: '00000000' };
  const stranger = { ...requestAt('STRANGER', 0), alias: '0000000000' };
  const requests = [
    requestAt('GENUINE', 0),
    requestAt('USED', 0),
    requestAt('EXPIRED', -20),
    forged,
    stranger,
    requestAt('FAR', 20),
    requestAt('SECOND', 1),
    requestAt('OVER', 2),
  ];
  const first = await verify(...requests);
  assert.deepEqual(first.map(reasonOf), [
    'genuine',
    'used',
    'expired',
    'wrong_password',
    'unknown_alias',
    'early_burnt',
    'genuine',
    'daily_limit',
  ]);
  assert.deepEqual(await verify(...requests), first);
  for (const [index, request] of requests.entries()) assert.deepEqual(await verify(request), [first[index]]);
});

void test('another request for the same claim gets no verdict, in the same batch or later', async () => {
  const answers = await verify(requestAt('OTHER', 3), requestAt('OTHER', 3, 2), requestAt('OTHER', 3));
  assert.deepEqual(answers.map(reasonOf), ['daily_limit', 'verdict_of_another_request', 'daily_limit']);
  assert.deepEqual((await verify(requestAt('OTHER', 3, 2))).map(reasonOf), ['verdict_of_another_request']);
});

void test('a verdict that was made inside a platform’s transaction is nobody’s who asks from outside', async () => {
  const text = `UPDATE authentication.verdicts SET request_hash = NULL WHERE payment_id = 'USED'`;
  await database.query({ name: '', text, values: [] });
  assert.deepEqual((await verify(requestAt('USED', 0))).map(reasonOf), ['verdict_of_another_request']);
});

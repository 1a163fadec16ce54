import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  authenticationMigrations,
  credentialKinds,
  newKeyFileText,
  parseKeyRing,
  type CredentialKind,
} from '@tallystick/authentication-server';
import { createManualClock, systemClock } from '@tallystick/foundation';
import { databaseDifferences } from '@tallystick/integrity';
import { hmacSha256Key, preparedPressSuite } from '@tallystick/otp';
import { makeNumericPaycode, questionOfIntent, suitesOfIntent } from '@tallystick/paycode';
import {
  createMerchant,
  createOperator,
  createOperatorKey,
  createPayerAccount,
  createTill,
  platformMigrations,
  topUp,
  trustingClockGuard,
} from '@tallystick/payment-platform';
import type { Migration } from '@tallystick/postgres';
import { startTestDatabase, type TestServer } from '@tallystick/postgres/testing';
import { composeSystem, createHttpServer, type System } from '@tallystick/tally';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { noClockAliasOf } from '../../packages/authentication-server/src/aliases/aliases.ts';
import { newTestTerminal } from '../../packages/authentication-server/src/testing/test-terminal.ts';
import { acceptCode } from '../../packages/authentication-server/src/verification/accept-code.ts';
import { highestMatch } from '../../packages/authentication-server/src/verification/highest-match.ts';
import { declinedAsUsed } from '../../packages/authentication-server/src/verification/workspace.ts';

/**
 * A kind of credential that no version has: it lives in this file alone. Its device counts, and its window is three codes.
 */
const intent = 1;
const windowLength = 3;
const question = questionOfIntent(intent);

function passwordsOf(passwordLeaf: Uint8Array): (count: number) => string {
  return preparedPressSuite(hmacSha256Key(passwordLeaf), suitesOfIntent(4).device, question);
}

const toyKind: CredentialKind = {
  name: 'toy',
  description: 'a device that counts to three',
  intents: [intent],
  limits: { cap: 700n, usesPerDay: 3 },
  aliasDays: () => [null],
  lowestHeldStep: () => null,
  prepare(passwordLeaf) {
    const passwordOf = passwordsOf(passwordLeaf);
    return (_question, password, counts) => highestMatch(passwordOf, password, counts);
  },
  decide({ workspace, request, credential }) {
    const last = credential.accepted.lastAcceptedStep;
    const counts = Array.from({ length: 2 * windowLength }, (_, index) => last + 1 + index - windowLength);
    const step = credential.secrets.matching(
      question,
      request.password,
      counts.filter((count) => count >= 0),
    );
    if (step === undefined) return undefined;
    if (step <= last) return declinedAsUsed('used');
    return acceptCode({ workspace, request, credential, step, question });
  },
  spendTheSameWork({ request, decoy }) {
    decoy.matching(question, request.password, [0, 1, 2, 3, 4, 5]);
  },
  contentForTerminal: ({ ff1, credentialNumber }) => ({
    kind: 'toy',
    alias: noClockAliasOf(ff1, credentialNumber),
  }),
};

/** What its device gets beside what every device gets. */
const ToyContent = Type.Object({
  kind: Type.Literal('toy'),
  alias: Type.String({ pattern: '^[0-9]{10}$' }),
});

/** And its migration. */
const toyMigration: Migration = {
  id: 'authentication/999-toy',
  sql: `ALTER TABLE authentication.credentials DROP CONSTRAINT credentials_kind_check,
      ADD CONSTRAINT credentials_kind_check CHECK (kind IN ('time', 'event', 'toy'));
    ALTER TABLE authentication.activations DROP CONSTRAINT activations_kind_check,
      ADD CONSTRAINT activations_kind_check CHECK (kind IN ('time', 'event', 'toy'));`,
};

let testServer: TestServer;
let system: System;
let app: ReturnType<typeof createHttpServer>;
let operatorKey: string;
let tillKey: string;
let accountId: string;
let payments = 0;

before(async () => {
  testServer = await startTestDatabase([
    ...(await authenticationMigrations()),
    ...(await platformMigrations()),
    toyMigration,
  ]);
  system = await composeSystem({
    database: testServer.database,
    keyRing: parseKeyRing(newKeyFileText(), 'test'),
    issuerPrefix: '83',
    // The grid of refusals is about real time.
    clock: {
      nowMs: createManualClock(Date.UTC(2026, 10, 23, 12)).nowMs,
      monotonicMs: systemClock.monotonicMs,
    },
    clockGuard: trustingClockGuard,
    housekeeping: 'never',
    kinds: [...credentialKinds(), toyKind],
  });
  app = createHttpServer({
    routes: system.routes,
    checkReadiness: system.checkReadiness,
    indexPage: () => ({ title: 'Test', introduction: '', sections: [] }),
    logLevel: 'silent',
  });
  const { platform } = system;
  const { operatorId } = await createOperator(platform, { name: 'Operator' });
  operatorKey = await createOperatorKey(platform, { operatorId });
  const { merchantId } = await createMerchant(platform, { operatorId, name: 'Toy shop' });
  tillKey = (await createTill(platform, { merchantId, name: 'Till' })).key;
  ({ accountId } = await createPayerAccount(platform, { name: 'Ada', currency: 'EUR' }));
  await topUp(platform, { topUpId: 't', accountId, amount: { minorUnits: 5_000n, currency: 'EUR' } });
});
after(async () => {
  await app.close();
  await system.close();
  await testServer.stop();
});

async function ask(method: 'GET' | 'POST', url: string, key?: string, payload?: object) {
  const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const answer = await app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
}

/** Enrols a toy as its device would, and answers what makes its codes. */
async function enrolToy() {
  const activation = await ask('POST', `/v1/accounts/${accountId}/activations`, operatorKey, { kind: 'toy' });
  assert.equal(activation.status, 201);
  const terminal = await newTestTerminal(String(activation.body['activationCode']));
  const address = `/v1/enrolments/${terminal.activationId}`;
  const serverKey = String((await ask('POST', address)).body['serverKey']);
  const reply = await ask('POST', `${address}/proof`, undefined, await terminal.prove(serverKey));
  assert.equal(reply.status, 200);
  const { proof, sealedReply } = reply.body;
  const content = await terminal.readAny(serverKey, {
    proof: String(proof),
    sealedReply: String(sealedReply),
  });
  if (!Value.Check(ToyContent, content)) throw new Error('The reply has another shape.');
  const { alias } = content;
  const passwordOf = passwordsOf((await terminal.leaves(serverKey)).password);
  const codeWith = (shown: string, password: string): string =>
    makeNumericPaycode({ issuerPrefix: '83', alias: shown, intent, password });
  return { alias, code: (count: number) => codeWith(alias, passwordOf(count)), codeWith };
}

/** Pays an amount that no payment before had, so that none looks like a second scan. */
async function pay(code: string, minorUnits?: string): Promise<unknown> {
  payments += 1;
  const amount = { minorUnits: minorUnits ?? String(400 + payments), currency: 'EUR' };
  const { body } = await ask('POST', '/v1/payments', tillKey, { paymentId: `P${payments}`, code, amount });
  return body['errorCode'] ?? body['outcome'];
}

test('a kind of one file is enrolled, pays, and is refused, without a line changed elsewhere', async () => {
  const toy = await enrolToy();
  assert.equal(await pay(toy.code(0)), 'approved');
  assert.equal(await pay(toy.code(2)), 'approved');
  assert.equal(await pay(toy.code(2)), 'code_used', 'a code is good once');
  assert.equal(await pay(toy.code(9)), 'code_refused', 'its window is its own');
  assert.equal(await pay(toy.codeWith(toy.alias, '00000000')), 'code_refused');
  assert.equal(
    await pay(toy.codeWith('0000000000', '00000000')),
    'code_refused',
    'an alias of no credential',
  );
  assert.equal(await pay(toy.code(3), '701'), 'code_over_cap', 'its limits are its own');
  assert.equal(await pay(toy.code(4)), 'daily_limit_reached');
  assert.deepEqual(await databaseDifferences(testServer.database), []);
});

test('operators see and are offered the kinds that the server was handed', async () => {
  const { body } = await ask('GET', `/v1/accounts/${accountId}/credentials`, operatorKey);
  assert.match(
    JSON.stringify(body),
    /"kind":"toy","state":"active","cap":\{"minorUnits":"700","currency":"EUR"\},"usesPerDay":3/,
  );
  const unknown = await ask('POST', `/v1/accounts/${accountId}/activations`, operatorKey, { kind: 'hotp' });
  assert.deepEqual([unknown.status, unknown.body['code']], [400, 'malformed_request']);
});

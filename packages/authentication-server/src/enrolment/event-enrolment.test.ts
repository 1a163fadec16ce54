import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hmacSha256Key, preparedPressSuite } from '@tallystick/otp';
import type { Database } from '@tallystick/postgres';
import { questionOfIntent, suitesOfIntent } from '@tallystick/paycode';
import { startTestDatabase } from '@tallystick/postgres/testing';
import { changeCredentialState } from '../credentials/change-credential-state.ts';
import type { CredentialTerms } from '@tallystick/verification-contract';
import { listCredentials } from '../credentials/list-credentials.ts';
import { authenticationMigrations } from '../schema/migrations.ts';
import { refusalCodes } from '../testing/refusal-codes.ts';
import { newTestEnrolmentServer, type TestEnrolmentServer } from '../testing/test-enrolment-server.ts';
import { newTestTerminal } from '../testing/test-terminal.ts';
import { createVerifier } from '../verification/create-verifier.ts';
import { forgetOldStepHolds } from '../verification/forget-step-holds.ts';
import { verifyBatch } from '../verification/verify-batch.ts';
import { completeEnrolment } from './complete-enrolment.ts';
import { createActivation } from './create-activation.ts';
import { offerEnrolment } from './offer-enrolment.ts';

const bucket = 3;
const operatorId = '0193a000-0000-7000-8000-00000000000f';
const dayMs = 86_400_000;

let stop: () => Promise<void>;
let database: Database;
let server: TestEnrolmentServer;
let accounts = 0;
let claims = 0;

before(async () => {
  const started = await startTestDatabase(await authenticationMigrations());
  ({ database, stop } = started);
  server = await newTestEnrolmentServer(database, 8);
});
after(() => stop());

function newAccount() {
  accounts += 1;
  return { accountId: `0193a000-0000-7000-8000-${String(accounts).padStart(12, '0')}`, shard: 3 };
}

/** A device without a clock that has enrolled at an account, and makes codes. */
async function enrolledDevice(account = newAccount(), asked: Partial<CredentialTerms> = {}) {
  const { activationCode } = await createActivation(server, account, { kind: 'event', ...asked });
  const terminal = await newTestTerminal(activationCode);
  const { serverKey } = await offerEnrolment(server, terminal.activationId);
  const reply = await completeEnrolment(server, terminal.activationId, await terminal.prove(serverKey));
  const content = await terminal.readEvent(serverKey, reply);
  const { password } = await terminal.leaves(serverKey);
  const passwordOf = preparedPressSuite(
    hmacSha256Key(password),
    suitesOfIntent(4).device,
    questionOfIntent(4),
  );
  return {
    content,
    async show(press: number): Promise<string> {
      claims += 1;
      const { clock, keyRing, aliasKeys } = server;
      const verifier = createVerifier({ clock, keyRing, aliasKeys });
      const request = {
        claim: { merchantId: '0193a000-0000-7000-8000-00000000000a', paymentId: `P${claims}` },
        requestHash: new Uint8Array(32),
        tillId: 'till-1',
        intent: 4,
        alias: content.alias,
        password: passwordOf(press),
      };
      const [verdict] = await database.transaction((transaction) =>
        verifyBatch(verifier, transaction, bucket, [request]),
      );
      return verdict?.reason ?? 'none';
    },
  };
}

test('a device without a clock is given one alias, which holds for ever, and pays by its press number', async () => {
  const device = await enrolledDevice();
  assert.equal(await device.show(0), 'genuine');
  assert.equal(await device.show(0), 'used');
  server.clock.advance(500 * dayMs);
  assert.equal(await device.show(5), 'genuine');
  assert.equal(await device.show(3), 'expired');
});

test('it has the operator’s limits, or those of its activation, and the day’s uses are kept', async () => {
  const account = newAccount();
  await enrolledDevice(account);
  const device = await enrolledDevice(account, { cap: 900n, usesPerDay: 2 });
  const listed = await listCredentials(server, account, { limit: 10 });
  const limits = listed.map(({ kind, cap, usesPerDay }) => `${kind} ${cap} ${usesPerDay}`);
  assert.deepEqual(new Set(limits), new Set(['event 2500 5', 'event 900 2']));
  assert.deepEqual(
    [await device.show(0), await device.show(1), await device.show(2)],
    ['genuine', 'genuine', 'daily_limit'],
  );
  server.clock.advance(dayMs);
  assert.equal(await device.show(3), 'genuine');
});

test('two consecutive codes bring the server along, however long it takes and whatever was tidied up', async () => {
  const device = await enrolledDevice();
  assert.equal(await device.show(120), 'press_resync');
  server.clock.advance(30 * dayMs);
  await forgetOldStepHolds(server);
  assert.equal(await device.show(120), 'held_by_another_payment');
  assert.equal(await device.show(121), 'genuine');
  await forgetOldStepHolds(server);
  const rows = await database.query({
    name: '',
    text: 'SELECT 1 FROM authentication.step_holds WHERE step = 120',
    values: [],
  });
  assert.equal(rows.length, 0, 'a press that is behind needs its row no more');
});

test('one credential of an account is locked, unlocked and revoked; the others go on paying', async () => {
  const account = newAccount();
  const [lost, kept] = [await enrolledDevice(account), await enrolledDevice(account)];
  const { credentialNumber } = lost.content;
  const change = (state: 'active' | 'locked' | 'revoked') => {
    // Records are told in the order of their time.
    server.clock.advance(1);
    return changeCredentialState(server, { credentialNumber, state, operatorId });
  };

  assert.equal((await change('locked')).state, 'locked');
  assert.equal(await lost.show(0), 'locked');
  assert.equal(await kept.show(0), 'genuine');
  await change('active');
  assert.equal(await lost.show(0), 'genuine');
  await change('revoked');
  await change('revoked');
  assert.equal(await lost.show(1), 'revoked');
  await assert.rejects(change('active'), { code: 'credential_revoked' });
  await assert.rejects(
    changeCredentialState(server, { credentialNumber: '0000000003', state: 'locked', operatorId }),
    { code: 'credential_unknown' },
  );
  const records = await database.query<{ state_before: string; state_after: string; operator_id: string }>({
    name: '',
    text: `SELECT state_before, state_after, operator_id FROM authentication.credential_changes
      WHERE bucket = $1 AND credential_number = $2 ORDER BY change_id`,
    values: [bucket, credentialNumber],
  });
  assert.deepEqual(
    records.map(({ state_before, state_after }) => `${state_before} ${state_after}`),
    ['active locked', 'locked active', 'active revoked'],
  );
  assert.ok(records.every(({ operator_id }) => operator_id === operatorId));
});

test('of many activations asked for at once an account gets so many, and others are not touched', async () => {
  const account = newAccount();
  const limited = { ...server, accountLimits: { openActivations: 3, credentials: 5 } };
  const ask = () => Promise.allSettled(Array.from({ length: 12 }, () => createActivation(limited, account)));
  assert.deepEqual(refusalCodes(await ask()), new Array(9).fill('too_many_activations'));
  server.clock.advance(16 * 60_000);
  assert.equal(refusalCodes(await ask()).length, 9, 'those that have run out make room');
  await createActivation(limited, newAccount());
});

test('an account has so many credentials, open activations included; a revoked one makes room', async () => {
  const account = newAccount();
  const devices = [await enrolledDevice(account), await enrolledDevice(account)];
  const limited = { ...server, accountLimits: { openActivations: 5, credentials: 3 } };
  const ask = () => createActivation(limited, account);
  await ask();
  await assert.rejects(ask(), { code: 'too_many_credentials' });
  const { credentialNumber } = devices[0]!.content;
  await changeCredentialState(server, { credentialNumber, state: 'locked', operatorId });
  await assert.rejects(ask(), { code: 'too_many_credentials' });
  await changeCredentialState(server, { credentialNumber, state: 'revoked', operatorId });
  await ask();
});

test('a credential of the kind event without limits is refused by the table itself', async () => {
  const { content } = await enrolledDevice();
  const lift = database.query({
    name: '',
    text: 'UPDATE authentication.credentials SET cap = NULL WHERE bucket = $1 AND credential_number = $2',
    values: [bucket, content.credentialNumber],
  });
  await assert.rejects(lift);
});

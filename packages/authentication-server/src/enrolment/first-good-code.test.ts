import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hmacSha256Key, preparedTimeSuite } from '@tallystick/otp';
import { questionOfIntent, stepOfUnixMs, suitesOfIntent } from '@tallystick/paycode';
import type { Database } from '@tallystick/postgres';
import { startTestDatabase } from '@tallystick/postgres/testing';
import { authenticationMigrations } from '../schema/migrations.ts';
import {
  newTestEnrolmentServer,
  testStartMs,
  type TestEnrolmentServer,
} from '../testing/test-enrolment-server.ts';
import { newTestTerminal } from '../testing/test-terminal.ts';
import { createVerifier } from '../verification/create-verifier.ts';
import { verifyBatch } from '../verification/verify-batch.ts';
import { completeEnrolment } from './complete-enrolment.ts';
import { createActivation } from './create-activation.ts';
import { offerEnrolment } from './offer-enrolment.ts';

const bucket = 0;
let stop: () => Promise<void>;
let database: Database;
let server: TestEnrolmentServer;

before(async () => {
  ({ database, stop } = await startTestDatabase(await authenticationMigrations()));
  server = await newTestEnrolmentServer(database);
});
after(() => stop());

/** A terminal that has enrolled: it makes requests with genuine codes, and can ask for its reply again. */
async function enrolledTerminal() {
  const accountId = '0193a000-0000-7000-8000-000000000001';
  const terminal = await newTestTerminal(
    (await createActivation(server, { accountId, shard: 3 })).activationCode,
  );
  const { activationId } = terminal;
  const { serverKey } = await offerEnrolment(server, activationId);
  const proof = await terminal.prove(serverKey);
  const content = await terminal.read(serverKey, await completeEnrolment(server, activationId, proof));
  const { password } = await terminal.leaves(serverKey);
  const passwordAt = preparedTimeSuite(
    hmacSha256Key(password),
    suitesOfIntent(0).device,
    questionOfIntent(0),
  );
  const alias = content.aliases[1] ?? '';
  return {
    askAgain: () => completeEnrolment(server, activationId, proof),
    request: (paymentId: string, code: { alias?: string; password?: string } = {}) => ({
      claim: { merchantId: '0193a000-0000-7000-8000-00000000000a', paymentId },
      requestHash: new Uint8Array(32),
      tillId: 'till-1',
      intent: 0,
      alias,
      password: passwordAt(stepOfUnixMs(testStartMs)),
      ...code,
    }),
  };
}

async function verify(request: Parameters<typeof verifyBatch>[3][number]): Promise<string | undefined> {
  const { clock, keyRing, aliasKeys } = server;
  const verifier = createVerifier({ clock, keyRing, aliasKeys });
  const [verdict] = await database.transaction((transaction) =>
    verifyBatch(verifier, transaction, bucket, [request]),
  );
  return verdict?.kind;
}

test('The first good code pays and erases the sealed reply; a wrong one does neither', async () => {
  const terminal = await enrolledTerminal();
  assert.equal(await verify(terminal.request('P1', { password: '00000000' })), 'declined');
  await terminal.askAgain();
  assert.equal(await verify(terminal.request('P2')), 'genuine');
  await assert.rejects(terminal.askAgain(), { code: 'activation_expired' });
  const rows = await database.query<{ left: bigint }>({
    name: '',
    text: 'SELECT count(*) AS left FROM authentication.activations WHERE sealed_reply IS NOT NULL',
    values: [],
  });
  assert.equal(rows[0]?.left, 0n);
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TallyError, type EnrolmentOfferJson, type EnrolmentReplyJson } from '@tallystick/foundation';
import { startTestDatabase } from '@tallystick/postgres/testing';
import Fastify, { type FastifyInstance } from 'fastify';
import { completeEnrolment } from '../../packages/authentication-server/src/enrolment/complete-enrolment.ts';
import { createActivation } from '../../packages/authentication-server/src/enrolment/create-activation.ts';
import { offerEnrolment } from '../../packages/authentication-server/src/enrolment/offer-enrolment.ts';
import { authenticationMigrations } from '../../packages/authentication-server/src/schema/migrations.ts';
import {
  newTestEnrolmentServer,
  type TestEnrolmentServer,
} from '../../packages/authentication-server/src/testing/test-enrolment-server.ts';
import { newTestTerminal } from '../../packages/authentication-server/src/testing/test-terminal.ts';
import { enrolmentRoutes } from '../../packages/payment-platform/src/http/enrolment-routes.ts';

const account = { accountId: '0193a000-0000-7000-8000-000000000001', shard: 7 };
let stop: () => Promise<void>;
let server: TestEnrolmentServer;
let app: FastifyInstance;

before(async () => {
  const started = await startTestDatabase(await authenticationMigrations());
  stop = started.stop;
  server = await newTestEnrolmentServer(started.database);
  app = Fastify({ ajv: { customOptions: { removeAdditional: false, coerceTypes: false } } });
  app.setErrorHandler((error, _request, reply) => {
    const status = error instanceof TallyError ? error.definition.httpStatus : 400;
    const code = error instanceof TallyError ? error.code : 'schema';
    return reply.status(status).send({ code });
  });
  await app.register(
    enrolmentRoutes({
      offerEnrolment: (activationId) => offerEnrolment(server, activationId),
      completeEnrolment: (activationId, proof) => completeEnrolment(server, activationId, proof),
    }),
  );
});
after(async () => {
  await app.close();
  await stop();
});

async function post(url: string, body?: object) {
  const answer = await app.inject({ method: 'POST', url, ...(body === undefined ? {} : { payload: body }) });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
}

async function begin() {
  const { activationCode } = await createActivation(server, account);
  const terminal = await newTestTerminal(activationCode);
  const address = `/v1/enrolments/${terminal.activationId}`;
  const offer = await app.inject({ method: 'POST', url: address });
  const { serverKey } = offer.json<EnrolmentOfferJson>();
  return { terminal, address, serverKey, body: await terminal.prove(serverKey) };
}

test('A terminal enrols over HTTP in two requests', async () => {
  const { terminal, address, serverKey, body } = await begin();
  const answer = await app.inject({ method: 'POST', url: `${address}/proof`, payload: body });
  assert.equal(answer.statusCode, 200);
  const reply = answer.json<EnrolmentReplyJson>();
  assert.deepEqual(Object.keys(reply), ['proof', 'sealedReply']);
  assert.equal((await terminal.read(serverKey, reply)).issuerPrefix, '83');
});

test('The offer takes an empty object, as clients that always send JSON do, and nothing else', async () => {
  const { address } = await begin();
  assert.equal((await post(address, {})).status, 200);
  assert.equal((await post(address, { more: 1 })).status, 400);
});

test('Unknown, missing and malformed fields are refused before anything is looked up', async () => {
  const { address, body } = await begin();
  const wrong = [
    { ...body, more: 1 },
    { terminalKey: body.terminalKey },
    { ...body, proof: 1 },
    { ...body, proof: `${body.proof}A` },
    { ...body, terminalKey: body.terminalKey.replace(/.$/, '+') },
    {},
    [],
  ];
  for (const payload of wrong)
    assert.deepEqual(await post(`${address}/proof`, payload), { status: 400, body: { code: 'schema' } });
  assert.equal((await post('/v1/enrolments/ABCDEF')).status, 400);
  assert.equal((await post(`${address}/proof`, body)).status, 200);
});

test('A refusal reaches the error handler under its own code', async () => {
  const { address, body } = await begin();
  assert.deepEqual(await post(`/v1/enrolments/${'0'.repeat(32)}`), {
    status: 404,
    body: { code: 'activation_unknown' },
  });
  const wrongProof = { ...body, proof: 'A'.repeat(43) };
  assert.deepEqual(await post(`${address}/proof`, wrongProof), {
    status: 403,
    body: { code: 'activation_proof_wrong' },
  });
});

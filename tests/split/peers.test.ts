import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import { authenticationMigrations, newKeyFileText, parseKeyRing } from '@tallystick/authentication-server';
import {
  createRemoteService,
  type RemoteServiceOptions,
  type TlsIdentity,
} from '@tallystick/verification-contract';
import { trustingClockGuard } from '@tallystick/payment-platform';
import { systemClock, TallyError } from '@tallystick/foundation';
import { startTestDatabase, type TestServer } from '@tallystick/postgres/testing';
import { composeAuthenticationServer, type AuthenticationServerSystem } from '@tallystick/tally';
import {
  openAuthenticationEndpoint,
  type AuthenticationEndpoint,
} from '../support/authentication-endpoint.ts';
import { makeIdentities, type TestIdentities } from '../support/certificates.ts';

/** Who may ask an authentication server, and who is refused: by certificate, and by the version of the interface. */
let testServer: TestServer;
let system: AuthenticationServerSystem;
let identities: TestIdentities;
let strangers: TestIdentities;
let expired: TestIdentities;

const dayMs = 86_400_000;

before(async () => {
  testServer = await startTestDatabase(await authenticationMigrations());
  system = await composeSystemOf();
  identities = await makeIdentities();
  strangers = await makeIdentities();
  expired = await makeIdentities({ now: new Date(Date.now() - 30 * dayMs), days: 7 });
});
after(async () => {
  await system.close();
  await testServer.stop();
});

const keyRing = parseKeyRing(newKeyFileText(), 'test');

function composeSystemOf(interfaceVersion?: number): Promise<AuthenticationServerSystem> {
  return composeAuthenticationServer({
    database: testServer.database,
    keyRing,
    clock: systemClock,
    issuerPrefix: '83',
    clockGuard: trustingClockGuard,
    ...(interfaceVersion === undefined ? {} : { interfaceVersion }),
  });
}

async function open(
  context: TestContext,
  identity: TlsIdentity,
  of = system,
): Promise<AuthenticationEndpoint> {
  const endpoint = await openAuthenticationEndpoint(of, identity);
  context.after(() => endpoint.close());
  return endpoint;
}

function ask(
  context: TestContext,
  url: URL,
  identity: TlsIdentity,
  more: Partial<RemoteServiceOptions> = {},
): Promise<void> {
  const service = createRemoteService({ url, identity: () => identity, timeoutMs: 2_000, ...more });
  context.after(() => service.close());
  return service.checkReadiness();
}

/** Both sides have another authority that knows each other’s leaf: only the named thing is wrong. */
function believing(identity: TlsIdentity, ...others: readonly TestIdentities[]): TlsIdentity {
  const authority = others.map(({ issued }) => issued.authority.certificate).join('');
  return { ...identity, authority: identity.authority + authority };
}

void test('the right certificates are let in', async (context) => {
  const { url, refused } = await open(context, identities.server);
  await ask(context, url, identities.client);
  assert.deepEqual(refused, []);
});

void test('a platform of another authority is refused, and the operator is told why in one sentence', async (context) => {
  const { url, refused } = await open(context, identities.server);
  const stranger = believing(strangers.client, identities);
  await assert.rejects(ask(context, url, stranger), { code: 'authentication_unavailable' });
  const why = 'its certificate comes from another authority';
  assert.equal(refused[0], `A connection of a platform was refused: ${why}.`);
});

void test('a platform whose certificate has expired is refused, in words', async (context) => {
  const { url, refused } = await open(context, believing(identities.server, expired));
  await assert.rejects(ask(context, url, believing(expired.client, identities)), {
    code: 'authentication_unavailable',
  });
  assert.match(refused.join('\n'), /refused: its certificate has expired\.$/);
});

void test('a platform without a certificate is refused, in words', async (context) => {
  const { url, refused } = await open(context, identities.server);
  const nobody = { ...identities.client, certificate: '', key: '' };
  await assert.rejects(ask(context, url, nobody), { code: 'authentication_unavailable' });
  assert.match(refused.join('\n'), /refused: it shows no certificate\.$/);
});

void test('the certificate of an authentication server lets no platform in', async (context) => {
  const { url, refused } = await open(context, identities.server);
  await assert.rejects(ask(context, url, identities.server), { code: 'authentication_unavailable' });
  assert.match(refused.join('\n'), /refused: its certificate is not made for this side\.$/);
});

void test('an authentication server of another authority is not asked', async (context) => {
  const { url } = await open(context, believing(strangers.server, identities));
  await assert.rejects(ask(context, url, identities.client), {
    code: 'authentication_unavailable',
    message: /can’t be asked: its certificate comes from another authority\.$/,
  });
});

void test('an authentication server whose certificate has expired is not asked', async (context) => {
  const { url } = await open(context, believing(expired.server, identities));
  await assert.rejects(ask(context, url, believing(identities.client, expired)), {
    code: 'authentication_unavailable',
    message: /can’t be asked: its certificate has expired\.$/,
  });
});

void test('an authentication server with a certificate for another host is not asked', async (context) => {
  const elsewhere = await makeIdentities({ hosts: ['elsewhere.example'] });
  const { url } = await open(context, elsewhere.server);
  await assert.rejects(ask(context, url, elsewhere.client), {
    message: /can’t be asked: its certificate is for another host name\.$/,
  });
});

void test('new certificates of the same authority, or of a new one that both believe, are taken', async (context) => {
  const next = await makeIdentities();
  const { url } = await open(context, believing(identities.server, next));
  let present = believing(identities.client, next);
  const service = createRemoteService({ url, identity: () => present });
  context.after(() => service.close());
  await service.checkReadiness();
  present = believing(next.client, identities);
  await service.checkReadiness();
});

const versions = [
  { platform: 1, server: 2 },
  { platform: 2, server: 1 },
];
for (const { platform, server } of versions) {
  void test(`a platform of version ${platform} beside an authentication server of version ${server} is refused by name`, async (context) => {
    const other = await composeSystemOf(server);
    context.after(() => other.close());
    const { url } = await open(context, identities.server, other);
    const service = createRemoteService({ url, identity: () => identities.client, version: platform });
    context.after(() => service.close());
    const mismatch = { code: 'authentication_version_mismatch' };
    await assert.rejects(service.checkReadiness(), mismatch);
    // Not before its first look has ended may the circuit be closed; it never is.
    assert.throws(() => service.assertAvailable());
    await assert.rejects(service.offerEnrolment('0'.repeat(32)), mismatch);
  });
}

void test('whoever answers in no version at all is no authentication server', async (context) => {
  const { url } = await open(context, identities.server, { ...system, routes: [] });
  await assert.rejects(ask(context, url, identities.client), {
    code: 'authentication_version_mismatch',
    message: /version none/,
  });
});

void test('more than the queue holds is refused as overloaded, and at once', async (context) => {
  const { url } = await open(context, identities.server);
  const service = createRemoteService({
    url,
    identity: () => identities.client,
    maximumQueued: 2,
    maximumInFlight: 1,
    probePauseMs: 5,
  });
  context.after(() => service.close());
  await untilAvailable(() => service.assertAvailable());
  const requests = Array.from({ length: 20 }, (_, index) => ({
    claim: { merchantId: '0193a000-0000-7000-8000-000000000001', paymentId: `Q${index}` },
    requestHash: new Uint8Array(32),
    tillId: '0193a000-0000-7000-8000-000000000002',
    alias: '0000000000',
    intent: 0,
    password: '00000000',
  }));
  const settled = await Promise.allSettled(requests.map((request) => service.verify(request)));
  const refusals = settled.filter((one) => one.status === 'rejected');
  assert.equal(refusals.length, 18);
  for (const { reason } of refusals) assert.ok(reason instanceof TallyError && reason.code === 'overloaded');
});

async function untilAvailable(assertAvailable: () => void): Promise<void> {
  for (;;) {
    try {
      assertAvailable();
      return;
    } catch {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

import {
  authenticationMigrations,
  createRemoteService,
  newKeyFileText,
  parseKeyRing,
  type CredentialThrottleLimits,
  type EnrolmentServer,
} from '@tallystick/authentication-server';
import type { Clock } from '@tallystick/foundation';
import {
  databaseDifferences,
  differencesApart,
  platformMigrations,
  trustingClockGuard,
  type IntegrityDifference,
  type TopUpContext,
} from '@tallystick/payment-platform';
import type { ConnectionTarget, Database } from '@tallystick/postgres';
import { startTestDatabase } from '@tallystick/postgres/testing';
import {
  composeAuthenticationServer,
  composePlatformApart,
  composeSystem,
  type System,
} from '@tallystick/tally';
import { openAuthenticationEndpoint } from './authentication-endpoint.ts';
import { makeIdentities } from './certificates.ts';
import { startTwoDatabases } from './two-databases.ts';

/** One process with one commit, or platform and authentication server apart, over mutual TLS. */
export type DeploymentKind = 'together' | 'apart';

/** Which one the suites of payments run against: TALLY_TEST_DEPLOYMENT. */
export function deploymentOfTests(): DeploymentKind {
  return process.env['TALLY_TEST_DEPLOYMENT'] === 'apart' ? 'apart' : 'together';
}

/** A system whose time the test moves, in whichever deployment; the tests see no difference. */
export interface TestDeployment {
  readonly kind: DeploymentKind;
  /** The platform’s. */
  readonly database: Database;
  readonly connection: ConnectionTarget;
  /** One more server of both in one, on connections of its own; where they are together only. */
  openServer(database: Database): Promise<System>;
  readonly routes: System['routes'];
  readonly platform: TopUpContext;
  readonly enrolment: EnrolmentServer;
  checkReadiness(): Promise<void>;
  /** Everything that does not hold in either database or between them. */
  differences(): Promise<readonly IntegrityDifference[]>;
  close(): Promise<void>;
}

export interface DeploymentOptions {
  readonly clock: Clock;
  readonly limits?: CredentialThrottleLimits;
}

export function startDeployment(
  options: DeploymentOptions,
  kind: DeploymentKind = deploymentOfTests(),
): Promise<TestDeployment> {
  return kind === 'together' ? startTogether(options) : startApart(options);
}

async function startTogether(options: DeploymentOptions): Promise<TestDeployment> {
  const server = await startTestDatabase([
    ...(await authenticationMigrations()),
    ...(await platformMigrations()),
  ]);
  const { database } = server;
  const keyRing = parseKeyRing(newKeyFileText(), 'test');
  const openServer = (ofServer: Database): Promise<System> =>
    composeSystem({
      database: ofServer,
      keyRing,
      issuerPrefix: '83',
      clockGuard: trustingClockGuard,
      housekeeping: 'never',
      ...options,
    });
  const system = await openServer(database);
  return {
    kind: 'together',
    database,
    connection: server.server.connection,
    openServer,
    routes: system.routes,
    platform: system.platform,
    enrolment: system.enrolment,
    checkReadiness: () => system.checkReadiness(),
    differences: () => databaseDifferences(database),
    async close() {
      await system.close();
      await server.stop();
    },
  };
}

async function startApart(options: DeploymentOptions): Promise<TestDeployment> {
  const databases = await startTwoDatabases();
  const keyRing = parseKeyRing(newKeyFileText(), 'test');
  const common = { issuerPrefix: '83', clockGuard: trustingClockGuard, ...options };
  const identities = await makeIdentities();
  const authentication = await composeAuthenticationServer({
    database: databases.authentication,
    keyRing,
    ...common,
  });
  const endpoint = await openAuthenticationEndpoint(authentication, identities.server);
  const platform = await composePlatformApart({
    database: databases.platform,
    requestHashKey: keyRing.requestHashKey,
    service: createRemoteService({ url: endpoint.url, identity: () => identities.client, probePauseMs: 10 }),
    ...common,
  });
  await untilReady(platform.checkReadiness);
  return {
    kind: 'apart',
    database: databases.platform,
    connection: databases.testServer.server.connection,
    openServer: notApart,
    routes: platform.routes,
    platform: platform.platform,
    enrolment: authentication.enrolment,
    checkReadiness: () => platform.checkReadiness(),
    differences: () => differencesApart(databases),
    async close() {
      await platform.close();
      await endpoint.close();
      await authentication.close();
      await databases.stop();
    },
  };
}

function notApart(): Promise<never> {
  return Promise.reject(new Error('a server of both in one has no place where they stand apart'));
}

/** The first look at the other side is on its way. */
export async function untilReady(checkReadiness: () => Promise<void>): Promise<void> {
  const deadlineMs = performance.now() + 5_000;
  for (;;) {
    try {
      return await checkReadiness();
    } catch (error) {
      if (performance.now() > deadlineMs) throw error;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

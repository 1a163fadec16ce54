import {
  authenticationMigrations,
  newKeyFileText,
  parseKeyRing,
  type CredentialThrottleLimits,
  type EnrolmentServer,
} from '@tallystick/authentication-server';
import type { Clock } from '@tallystick/foundation';
import { databaseDifferences, differencesApart, type IntegrityDifference } from '@tallystick/integrity';
import { platformMigrations, trustingClockGuard, type TopUpContext } from '@tallystick/payment-platform';
import {
  createRemoteService,
  type AuthenticationService,
  type RemoteServiceOptions,
} from '@tallystick/verification-contract';
import type { ConnectionTarget, Database } from '@tallystick/postgres';
import { startTestDatabase } from '@tallystick/postgres/testing';
import {
  composeAuthenticationServer,
  composePlatformApart,
  composeSystem,
  type System,
} from '@tallystick/tally';
import { openAuthenticationEndpoint } from './authentication-endpoint.ts';
import { bucketCountOfTests } from './bucket-count.ts';
import { makeIdentities } from './certificates.ts';
import { recordingDatabase } from './recorded-statements.ts';
import { startTwoDatabases, type TwoDatabases } from './two-databases.ts';

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
  const bucketCount = bucketCountOfTests();
  const server = await startTestDatabase([
    ...(await authenticationMigrations()),
    ...(await platformMigrations()),
  ]);
  const { database } = server;
  const keyRing = parseKeyRing(newKeyFileText(), 'test');
  const openServer = (ofServer: Database): Promise<System> =>
    composeSystem({
      database: recordingDatabase(ofServer),
      keyRing,
      issuerPrefix: '83',
      clockGuard: trustingClockGuard,
      housekeeping: 'never',
      bucketCount,
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

/** What a test puts between the two servers. */
export interface ApartChanges {
  /** Around the platform’s client of the authentication server. */
  readonly aroundService?: (service: AuthenticationService) => AuthenticationService;
  /** Around the routes of the authentication server. */
  readonly aroundRoutes?: (routes: System['routes']) => System['routes'];
  /** The address that the platform asks, for one that leads to the authentication server. */
  readonly through?: (url: URL) => Promise<URL>;
  /** Changes of the platform’s client. */
  readonly client?: Partial<RemoteServiceOptions>;
}

export interface ApartDeployment extends TestDeployment {
  readonly databases: TwoDatabases;
  readonly service: AuthenticationService;
  readonly refused: readonly string[];
  /** Ends the authentication server; what is asked of it then finds nobody. */
  stopAuthentication(): Promise<void>;
  /** Starts it again at the same address. */
  startAuthentication(): Promise<void>;
}

export async function startApart(
  options: DeploymentOptions,
  changes: ApartChanges = {},
): Promise<ApartDeployment> {
  const databases = await startTwoDatabases();
  const keyRing = parseKeyRing(newKeyFileText(), 'test');
  const common = {
    issuerPrefix: '83',
    clockGuard: trustingClockGuard,
    housekeeping: 'never',
    ...options,
  } as const;
  const identities = await makeIdentities();
  const { aroundRoutes = (routes) => routes, aroundService = (service) => service } = changes;

  async function open(port: number) {
    const system = await composeAuthenticationServer({
      database: databases.authentication,
      keyRing,
      ...common,
    });
    const parts = { routes: aroundRoutes(system.routes), checkReadiness: system.checkReadiness };
    return { system, endpoint: await openAuthenticationEndpoint(parts, identities.server, port) };
  }
  let running = await open(0);
  const { url } = running.endpoint;
  const { enrolment } = running.system;
  async function stopAuthentication(): Promise<void> {
    await running.endpoint.close();
    await running.system.close();
  }
  const service = aroundService(
    createRemoteService({
      url: (await changes.through?.(url)) ?? url,
      identity: () => identities.client,
      probePauseMs: 10,
      ...changes.client,
    }),
  );
  const platform = await composePlatformApart({
    database: databases.platform,
    requestHashKey: keyRing.requestHashKey,
    service,
    ...common,
  });
  await untilReady(platform.checkReadiness);
  return {
    kind: 'apart',
    databases,
    service,
    database: databases.platform,
    connection: databases.connection,
    openServer: notApart,
    routes: platform.routes,
    platform: platform.platform,
    enrolment,
    refused: running.endpoint.refused,
    checkReadiness: () => platform.checkReadiness(),
    differences: () => differencesApart(databases),
    stopAuthentication,
    async startAuthentication() {
      running = await open(Number(url.port));
    },
    async close() {
      await platform.close();
      await stopAuthentication();
      await databases.stop();
    },
  };
}

function notApart(): Promise<never> {
  return Promise.reject(new Error('a server of both in one has no place where they stand apart'));
}

/** The first look at the other side is on its way. */
export async function untilReady(checkReadiness: () => Promise<void>): Promise<void> {
  const deadlineMs = performance.now() + 30_000;
  for (;;) {
    try {
      return await checkReadiness();
    } catch (error) {
      if (performance.now() > deadlineMs) throw error;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

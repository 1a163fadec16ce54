import { newKeyFileText, parseKeyRing, authenticationMigrations } from '@tallystick/authentication-server';
import { createManualClock, systemClock, type Clock } from '@tallystick/foundation';
import {
  createOperator,
  createOperatorKey,
  platformMigrations,
  trustingClockGuard,
} from '@tallystick/payment-platform';
import { startTestDatabase, type TestServer } from '@tallystick/postgres/testing';
import { closeHttpServer, composeSystem, createHttpServer, listen, type System } from '@tallystick/tally';

/** One installation on a PostgreSQL of its own, and three servers of it: a sound one, and two that have to refuse. */
export interface Stage {
  readonly clock: ReturnType<typeof createManualClock>;
  readonly testServer: TestServer;
  readonly operatorKey: string;
  /** Every route of a server, such as `GET /v1/payments/{paymentId}`, but for the HEAD that comes with each GET. */
  readonly routes: readonly string[];
  /** Of the server on which all is well. */
  readonly address: string;
  /** Of one that has no room for any request. */
  readonly busyAddress: string;
  /** Of one whose clock is a minute ahead of the database’s. */
  readonly fastAddress: string;
  close(): Promise<void>;
}

const startMs = Date.UTC(2026, 10, 23, 12, 0, 1);
const clockErrorMs = 60_000;

export async function openStage(): Promise<Stage> {
  const testServer = await startTestDatabase([
    ...(await authenticationMigrations()),
    ...(await platformMigrations()),
  ]);
  const { database } = testServer;
  const keyRing = parseKeyRing(newKeyFileText(), 'test');
  const clock = createManualClock(startMs);
  const parts = {
    database,
    keyRing,
    issuerPrefix: '83',
    accountLimits: { openActivations: 2, credentials: 3 },
  };
  // The grid of refusals is about real time.
  const moved: Clock = { nowMs: clock.nowMs, monotonicMs: systemClock.monotonicMs };
  const fast: Clock = {
    nowMs: () => systemClock.nowMs() + clockErrorMs,
    monotonicMs: systemClock.monotonicMs,
  };
  const sound = await composeSystem({ ...parts, clock: moved, clockGuard: trustingClockGuard });
  const unsafe = await composeSystem({ ...parts, clock: fast });
  await unsafe.checkReadiness().catch(() => undefined);
  const routes: string[] = [];
  const servers = [serverOf(sound, {}, routes), serverOf(sound, { requestsInFlight: 0 }), serverOf(unsafe)];
  const addresses = await Promise.all(
    servers.map((server) => listen(server, { host: '127.0.0.1', port: 0 })),
  );
  const [address = '', busyAddress = '', fastAddress = ''] = addresses;
  const { operatorId } = await createOperator(sound.platform, { name: 'Test operator' });
  return {
    clock,
    testServer,
    routes,
    operatorKey: await createOperatorKey(sound.platform, { operatorId }),
    address,
    busyAddress,
    fastAddress,
    async close() {
      await Promise.all(servers.map((server) => closeHttpServer(server)));
      await Promise.all([sound.close(), unsafe.close()]);
      await testServer.stop();
    },
  };
}

/** Where routes are wanted, it writes down each as the framework is told of it. */
function serverOf(
  system: System,
  limits: { readonly requestsInFlight?: number } = {},
  routes: string[] = [],
) {
  const server = createHttpServer({
    routes: system.routes,
    checkReadiness: system.checkReadiness,
    indexPage: () => ({ title: 'Test', introduction: '', sections: [] }),
    logLevel: 'silent',
    limits,
  });
  server.addHook('onRoute', ({ method, url }) => {
    const written = url.replaceAll(/:(\w+)/g, '{$1}');
    for (const each of [method].flat()) if (each !== 'HEAD') routes.push(`${each} ${written}`);
  });
  return server;
}

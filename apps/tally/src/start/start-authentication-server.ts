import { systemClock } from '@tallystick/foundation';
import { defaultIssuerPrefix } from '@tallystick/paycode';
import type { Server } from 'node:https';
import { watchIdentity, type WatchedIdentity } from '../certificates/watch-identity.ts';
import { dataFolderMode, makePrivateFolder } from '../environment/private-folder.ts';
import { closeHttpServer } from '../server/close-http-server.ts';
import { createHttpServer } from '../server/create-http-server.ts';
import { listenTls } from '../server/listen-tls.ts';
import { replaceIdentity } from '../server/mutual-tls-server.ts';
import { composeAuthenticationServer } from '../system/compose-authentication-server.ts';
import { elapsedClock } from './elapsed-clock.ts';
import { indexPageContent } from './index-page-content.ts';
import { openKeyRing } from '../keys/open-key-ring.ts';
import { openSystemDatabase, type SystemDatabase } from './open-system-database.ts';
import { rarely } from './rarely.ts';
import type { RunningSystem } from './running-system.ts';
import type { StartSettings } from './start-settings.ts';
import { clockReporter } from './clock-reporter.ts';

/** A platform asks in batches; few connections carry all that one may ask. */
const limits = { bodyBytes: 256 * 1024, connections: 256, requestsInFlight: 256 };

/**
 * Starts the authentication server alone; what was started is ended again when a later step fails.
 *
 * @throws TallyError with one sentence for the operator.
 */
export async function startAuthenticationServer(
  settings: StartSettings,
  log: (line: string) => void,
): Promise<RunningSystem> {
  await makePrivateFolder(settings.dataDirectory, { mode: dataFolderMode(), log });
  let server: Server | undefined;
  const identity = await watchIdentity({
    folder: settings.certificates,
    side: 'server',
    clock: systemClock,
    log,
    onChange: (next) => {
      if (server !== undefined) replaceIdentity(server, next);
    },
  });
  try {
    const systemDatabase = await openSystemDatabase(settings, log);
    try {
      return await startOnDatabase(settings, systemDatabase, identity, log, (started) => (server = started));
    } catch (error) {
      await systemDatabase.close();
      throw error;
    }
  } catch (error) {
    identity.stop();
    throw error;
  }
}

async function startOnDatabase(
  settings: StartSettings,
  { database, description: databaseDescription, close }: SystemDatabase,
  identity: WatchedIdentity,
  log: (line: string) => void,
  onServer: (server: Server) => void,
): Promise<RunningSystem> {
  const keyRing = await openKeyRing(database, settings.dataDirectory, settings.keys);
  const system = await composeAuthenticationServer({
    database,
    keyRing,
    clock: systemClock,
    issuerPrefix: defaultIssuerPrefix,
    eventLimits: settings.eventLimits,
    elapsedMs: elapsedClock(),
    onClockChange: clockReporter(log),
    onAlarm: (alarm) =>
      log(`Alarm: ${alarm.kind}, account ${alarm.accountId}, activation ${alarm.activationId}`),
  });
  const server = createHttpServer({
    routes: system.routes,
    checkReadiness: system.checkReadiness,
    indexPage: () => indexPageContent({ databaseDescription, hasDemo: false }),
    logLevel: settings.logLevel,
    limits,
    mutualTls: { identity: identity.present(), onRefused: rarely(log), onServer },
  });
  const address = await listenTls(server, settings);
  return {
    address,
    databaseDescription,
    demo: undefined,
    operatorKeyFile: undefined,
    async stop() {
      identity.stop();
      await closeHttpServer(server);
      await system.close();
      await close();
    },
  };
}

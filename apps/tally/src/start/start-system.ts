import { mkdir } from 'node:fs/promises';
import { createActivation } from '@tallystick/authentication-server';
import { TallyError, systemClock } from '@tallystick/foundation';
import { defaultIssuerPrefix } from '@tallystick/paycode';
import { closeHttpServer } from '../server/close-http-server.ts';
import { createHttpServer } from '../server/create-http-server.ts';
import { listen } from '../server/listen.ts';
import { seedDemo } from '../seed/seed-demo.ts';
import { seedOperator } from '../seed/seed-operator.ts';
import { composeSystem } from '../system/compose-system.ts';
import { indexPageContent } from './index-page-content.ts';
import { openKeyRing } from './open-key-ring.ts';
import { openSystemDatabase, type SystemDatabase } from './open-system-database.ts';
import type { RunningSystem } from './running-system.ts';
import type { StartSettings } from './start-settings.ts';

/** Each start of a demo makes one, whatever became of the others: the limits are for real accounts. */
const noLimits = { openActivations: Infinity, credentials: Infinity };

/**
 * Starts everything, in the order in which it is needed; what was started is ended again when a later step fails.
 *
 * @throws TallyError with one sentence for the operator.
 */
export async function startSystem(
  settings: StartSettings,
  log: (line: string) => void,
): Promise<RunningSystem> {
  await makeDataDirectory(settings.dataDirectory);
  const systemDatabase = await openSystemDatabase(settings.dataDirectory, settings.databaseUrl, log);
  try {
    return await startOnDatabase(settings, systemDatabase, log);
  } catch (error) {
    await systemDatabase.close();
    throw error;
  }
}

async function startOnDatabase(
  settings: StartSettings,
  systemDatabase: SystemDatabase,
  log: (line: string) => void,
): Promise<RunningSystem> {
  const { database, description: databaseDescription } = systemDatabase;
  const keyRing = await openKeyRing(database, settings.dataDirectory, settings.keys);
  const system = await composeSystem({
    database,
    keyRing,
    clock: systemClock,
    issuerPrefix: defaultIssuerPrefix,
    bucketCount: settings.bucketCount,
    eventLimits: settings.eventLimits,
    onClockChange: clockReporter(log),
    onAlarm: (alarm) =>
      log(`Alarm: ${alarm.kind}, account ${alarm.accountId}, activation ${alarm.activationId}`),
  });
  const seeds = {
    platform: system.platform,
    issueActivation: createActivation.bind(undefined, { ...system.enrolment, accountLimits: noLimits }),
    dataDirectory: settings.dataDirectory,
  };
  const demo = settings.withDemo ? await seedDemo(seeds) : undefined;
  const operatorKeyFile = await seedOperator(seeds);

  const server = createHttpServer({
    routes: system.routes,
    checkReadiness: system.checkReadiness,
    indexPage: () => indexPageContent({ databaseDescription, hasDemo: demo !== undefined }),
    logLevel: settings.logLevel,
  });
  // Writes the API's document and its page, which takes some tenths of a second that no payment should wait for.
  await server.inject('/v1/reference');
  const address = await listen(server, settings);
  return {
    address,
    databaseDescription,
    demo,
    operatorKeyFile,
    async stop() {
      await closeHttpServer(server);
      await system.close();
      await systemDatabase.close();
    },
  };
}

export async function makeDataDirectory(dataDirectory: string): Promise<void> {
  try {
    await mkdir(dataDirectory, { recursive: true });
  } catch (cause) {
    const detail = `The data directory ${dataDirectory} can’t be made by this user. Set TALLY_DATA to another folder.`;
    throw new TallyError('data_directory_not_writable', { detail, cause });
  }
}

/** The first look at the clocks is no news when it ends well. */
export function clockReporter(log: (line: string) => void): (reason: string | undefined) => void {
  let isStopped = false;
  return (reason) => {
    if (reason !== undefined) log(`Payments have stopped: ${reason}`);
    if (reason === undefined && isStopped) log('Payments go on: the clocks agree again.');
    isStopped = reason !== undefined;
  };
}

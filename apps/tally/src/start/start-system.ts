import { mkdir } from 'node:fs/promises';
import { TallyError, systemClock } from '@tallystick/foundation';
import { defaultIssuerPrefix } from '@tallystick/paycode';
import { closeHttpServer } from '../server/close-http-server.ts';
import { createHttpServer } from '../server/create-http-server.ts';
import { listen } from '../server/listen.ts';
import { seedDemo } from '../seed/seed-demo.ts';
import { seedOperator } from '../seed/seed-operator.ts';
import type { DemoKeys } from '../seed/demo-keys.ts';
import { composeSystem, type System } from '../system/compose-system.ts';
import { indexPageContent } from './index-page-content.ts';
import { openKeyRing } from './open-key-ring.ts';
import { openSystemDatabase, type SystemDatabase } from './open-system-database.ts';
import type { StartSettings } from './start-settings.ts';

/** A system that answers at its address. */
export interface RunningSystem {
  /** Such as `http://127.0.0.1:8080`. */
  readonly address: string;
  readonly databaseDescription: string;
  readonly demo: DemoKeys | undefined;
  /** The file with the operator’s key of an installation without a demo, where this start has made it. */
  readonly operatorKeyFile: string | undefined;
  readonly system: System;
  /** Answers what is in work, then ends everything, PostgreSQL last. */
  stop(): Promise<void>;
}

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
    eventLimits: settings.eventLimits,
    onClockChange: clockReporter(log),
    onAlarm: (alarm) =>
      log(`Alarm: ${alarm.kind}, account ${alarm.accountId}, activation ${alarm.activationId}`),
  });
  const seeds = {
    platform: system.platform,
    enrolment: system.enrolment,
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
    system,
    async stop() {
      await closeHttpServer(server);
      await system.close();
      await systemDatabase.close();
    },
  };
}

async function makeDataDirectory(dataDirectory: string): Promise<void> {
  try {
    await mkdir(dataDirectory, { recursive: true });
  } catch (cause) {
    const detail = `The data directory ${dataDirectory} can’t be made by this user. Set TALLY_DATA to another folder.`;
    throw new TallyError('data_directory_not_writable', { detail, cause });
  }
}

/** The first look at the clocks is no news when it ends well. */
function clockReporter(log: (line: string) => void): (reason: string | undefined) => void {
  let isStopped = false;
  return (reason) => {
    if (reason !== undefined) log(`Payments have stopped: ${reason}`);
    if (reason === undefined && isStopped) log('Payments go on: the clocks agree again.');
    isStopped = reason !== undefined;
  };
}

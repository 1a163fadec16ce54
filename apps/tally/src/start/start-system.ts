import { createActivation } from '@tallystick/authentication-server';
import { systemClock } from '@tallystick/foundation';
import { defaultIssuerPrefix } from '@tallystick/paycode';
import { dataFolderMode, makePrivateFolder } from '../environment/private-folder.ts';
import { seedDemo } from '../seed/seed-demo.ts';
import { seedOperator } from '../seed/seed-operator.ts';
import { composeSystem } from '../system/compose-system.ts';
import { openKeyRing } from '../keys/open-key-ring.ts';
import { clockReporter } from './clock-reporter.ts';
import { openSystemDatabase, type SystemDatabase } from './open-system-database.ts';
import type { RunningSystem } from './running-system.ts';
import { serveApi } from './serve-api.ts';
import type { StartSettings } from './start-settings.ts';
import { elapsedClock } from './elapsed-clock.ts';

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
  await makePrivateFolder(settings.dataDirectory, { mode: dataFolderMode(), log });
  const systemDatabase = await openSystemDatabase(settings, log);
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
  const { database } = systemDatabase;
  const keyRing = await openKeyRing(database, settings.dataDirectory, settings.keys);
  const system = await composeSystem({
    database,
    keyRing,
    clock: systemClock,
    issuerPrefix: defaultIssuerPrefix,
    bucketCount: settings.bucketCount,
    eventLimits: settings.eventLimits,
    elapsedMs: elapsedClock(),
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
  return serveApi(settings, system, systemDatabase, { demo, operatorKeyFile });
}

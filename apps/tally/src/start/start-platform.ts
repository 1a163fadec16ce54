import { createRemoteService, type AuthenticationService } from '@tallystick/verification-contract';
import { systemClock, TallyError } from '@tallystick/foundation';
import { defaultIssuerPrefix } from '@tallystick/paycode';
import { setTimeout as wait } from 'node:timers/promises';
import { watchIdentity } from '../certificates/watch-identity.ts';
import { dataFolderMode, makePrivateFolder } from '../environment/private-folder.ts';
import { seedDemo } from '../seed/seed-demo.ts';
import { seedOperator } from '../seed/seed-operator.ts';
import { composePlatformApart, type PlatformApart } from '../system/compose-platform-apart.ts';
import { openRequestHashKey } from '../keys/open-request-hash-key.ts';
import { openSystemDatabase, type SystemDatabase } from './open-system-database.ts';
import type { RunningSystem } from './running-system.ts';
import { serveApi } from './serve-api.ts';
import type { StartSettings } from './start-settings.ts';
import { clockReporter } from './clock-reporter.ts';
import { elapsedClock } from './elapsed-clock.ts';

/** A demo needs activations; the other process may be starting at the same moment. */
const seedPatienceMs = 30_000;
const seedPauseMs = 200;

/**
 * Starts the platform alone. It starts and waits where the authentication server is away, because two machines come up in
 * any order; one that speaks another version ends the start.
 *
 * @throws TallyError with one sentence for the operator.
 */
export async function startPlatform(
  settings: StartSettings,
  log: (line: string) => void,
): Promise<RunningSystem> {
  await makePrivateFolder(settings.dataDirectory, { mode: dataFolderMode(), log });
  const { certificates: folder } = settings;
  const identity = await watchIdentity({ folder, side: 'client', clock: systemClock, log });
  const service = createRemoteService({
    url: settings.authenticationUrl,
    identity: () => identity.present(),
    onChange: peerReporter(log),
  });
  try {
    await assertFittingVersion(service);
    const systemDatabase = await openSystemDatabase(settings, log);
    try {
      const running = await startOnDatabase(settings, systemDatabase, service, log);
      return {
        ...running,
        async stop() {
          identity.stop();
          await running.stop();
        },
      };
    } catch (error) {
      await systemDatabase.close();
      throw error;
    }
  } catch (error) {
    identity.stop();
    await service.close();
    throw error;
  }
}

async function startOnDatabase(
  settings: StartSettings,
  systemDatabase: SystemDatabase,
  service: AuthenticationService,
  log: (line: string) => void,
): Promise<RunningSystem> {
  const system = await composePlatformApart({
    database: systemDatabase.database,
    service,
    requestHashKey: await openRequestHashKey(settings.dataDirectory, settings.keys),
    clock: systemClock,
    issuerPrefix: defaultIssuerPrefix,
    elapsedMs: elapsedClock(),
    onClockChange: clockReporter(log),
  });
  return serveApi(settings, system, systemDatabase, await seed(settings, system, service));
}

async function seed(
  { withDemo, dataDirectory }: StartSettings,
  { platform }: PlatformApart,
  service: AuthenticationService,
): Promise<Pick<RunningSystem, 'demo' | 'operatorKeyFile'>> {
  if (withDemo) await untilAvailable(service);
  const seeds = {
    platform,
    issueActivation: (account: Parameters<AuthenticationService['issueActivation']>[0]) =>
      service.issueActivation(account, {}),
    dataDirectory,
  };
  const demo = withDemo ? await seedDemo(seeds) : undefined;
  return { demo, operatorKeyFile: await seedOperator(seeds) };
}

/** Refuses to start beside another version; an authentication server that is away is waited for while we run. */
async function assertFittingVersion(service: AuthenticationService): Promise<void> {
  try {
    await service.checkReadiness();
  } catch (error) {
    if (error instanceof TallyError && error.code === 'authentication_version_mismatch') throw error;
  }
}

async function untilAvailable(service: AuthenticationService): Promise<void> {
  const deadlineMs = systemClock.monotonicMs() + seedPatienceMs;
  for (;;) {
    try {
      await service.checkReadiness();
      return;
    } catch (error) {
      if (systemClock.monotonicMs() > deadlineMs) throw error;
    }
    await wait(seedPauseMs);
  }
}

/** The first look that ends well is no news. */
function peerReporter(log: (line: string) => void): (reason: TallyError | undefined) => void {
  let isAway = false;
  return (reason) => {
    if (reason !== undefined) log(`No code can be verified: ${reason.message}`);
    if (reason === undefined && isAway) log('Codes are verified again: the authentication server answers.');
    isAway = reason !== undefined;
  };
}

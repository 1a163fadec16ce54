import { createActivation, newKeyFileText, parseKeyRing } from '@tallystick/authentication-server';
import { createRemoteService } from '@tallystick/verification-contract';
import {
  createMerchant,
  createOperator,
  createPayerAccount,
  createTill,
  topUp,
  trustingClockGuard,
} from '@tallystick/payment-platform';
import { differencesApart, type IntegrityDifference } from '@tallystick/integrity';
import { systemClock } from '@tallystick/foundation';
import { createMemoryStore, createPayerTerminal, enrol } from '@tallystick/payer-terminal';
import {
  closeHttpServer,
  composeAuthenticationServer,
  composePlatformApart,
  createHttpServer,
  listen,
  type PlatformApart,
} from '@tallystick/tally';
import { openAuthenticationEndpoint } from '../support/authentication-endpoint.ts';
import { makeIdentities } from '../support/certificates.ts';
import { openCrowd, type Crowd } from '../support/crowd.ts';
import { untilReady } from '../support/deployment.ts';
import { liftedLimits } from '../support/server-process.ts';
import { codeOf } from '../support/test-market.ts';
import { startTwoDatabases } from '../support/two-databases.ts';

/** Two platforms on one database beside one authentication server, and a crowd that asks both in turn. */
export interface TwoPlatforms {
  readonly crowd: Crowd;
  readonly tillKey: string;
  /** A genuine code of a new payer with this much money. */
  freshCode(minorUnits: bigint): Promise<string>;
  differences(): Promise<readonly IntegrityDifference[]>;
  close(): Promise<void>;
}

const currency = 'EUR';

export async function openTwoPlatforms(crowdSize: number): Promise<TwoPlatforms> {
  const databases = await startTwoDatabases();
  const keyRing = parseKeyRing(newKeyFileText(), 'test');
  const common = { clock: systemClock, issuerPrefix: '83', clockGuard: trustingClockGuard };
  const identities = await makeIdentities();
  const authentication = await composeAuthenticationServer({
    ...common,
    database: databases.authentication,
    keyRing,
    limits: liftedLimits,
  });
  const endpoint = await openAuthenticationEndpoint(authentication, identities.server);

  async function startPlatform() {
    const service = createRemoteService({ url: endpoint.url, identity: () => identities.client });
    const parts = { database: databases.platform, requestHashKey: keyRing.requestHashKey, service };
    const system = await composePlatformApart({ ...common, ...parts });
    await untilReady(system.checkReadiness);
    const server = serverOf(system);
    return { system, server, address: await listen(server, { host: '127.0.0.1', port: 0 }) };
  }
  const platforms = [await startPlatform(), await startPlatform()] as const;
  const { platform } = platforms[0].system;
  const { operatorId } = await createOperator(platform, { name: 'Test operator' });
  const { merchantId } = await createMerchant(platform, { operatorId, name: 'Kiosk' });
  const { key: tillKey } = await createTill(platform, { merchantId, name: 'Counter' });
  const crowd = await openCrowd(
    platforms.map(({ address }) => new URL(address)),
    crowdSize,
  );
  return {
    crowd,
    tillKey,
    async freshCode(minorUnits) {
      const { accountId, shard } = await createPayerAccount(platform, { name: 'Payer', currency });
      await topUp(platform, { topUpId: 'first', accountId, amount: { minorUnits, currency } });
      const { activationCode } = await createActivation(authentication.enrolment, { accountId, shard });
      const terminal = createPayerTerminal({ store: createMemoryStore() });
      await enrol(terminal, { activationCode, serverUrl: platforms[1].address, fetch });
      return codeOf(terminal);
    },
    differences: () => differencesApart(databases),
    async close() {
      crowd.close();
      for (const { server, system } of platforms) {
        await closeHttpServer(server, 500);
        await system.close();
      }
      await endpoint.close();
      await authentication.close();
      await databases.stop();
    },
  };
}

function serverOf(system: PlatformApart) {
  return createHttpServer({
    routes: system.routes,
    checkReadiness: () => system.checkReadiness(),
    indexPage: () => ({ title: 'Test', introduction: '', sections: [] }),
    logLevel: 'silent',
  });
}

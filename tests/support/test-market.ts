import {
  authenticationMigrations,
  createActivation,
  newKeyFileText,
  parseKeyRing,
} from '@tallystick/authentication-server';
import type { CredentialTerms } from '@tallystick/verification-contract';
import {
  createMerchant,
  createOperator,
  createPayerAccount,
  createTill,
  platformMigrations,
  topUp,
} from '@tallystick/payment-platform';
import { systemClock } from '@tallystick/foundation';
import {
  createMemoryStore,
  createPayerTerminal,
  enrol,
  nextCode,
  type PayerTerminal,
} from '@tallystick/payer-terminal';
import type { Database, Migration } from '@tallystick/postgres';
import { startTestDatabase, type TestDatabase, type TestServer } from '@tallystick/postgres/testing';
import { composeSystem, type System } from '@tallystick/tally';
import { bucketCountOfTests } from './bucket-count.ts';

/** An operator’s database with merchants, tills and payers, for tests whose servers are processes of their own. */
export interface TestMarket {
  readonly database: Database;
  readonly databaseUrl: string;
  /** The text of the key file that every server of this database needs. */
  readonly keys: string;
  /** Opens one more till, of a merchant of its own; returns its key. */
  openTill(): Promise<string>;
  openAccount(minorUnits: bigint): Promise<{ readonly accountId: string; readonly shard: number }>;
  /** Enrols one more terminal of an account over HTTP, at a running server: with a clock, or without (`event`). */
  enrolTerminal(
    account: { accountId: string; shard: number },
    server: URL,
    kind?: CredentialTerms['kind'],
  ): Promise<PayerTerminal>;
  close(): Promise<void>;
}

const currency = 'EUR';

/** Every schema of a system in one process. */
export async function allMigrations(): Promise<readonly Migration[]> {
  return [...(await authenticationMigrations()), ...(await platformMigrations())];
}

export async function openTestMarket(): Promise<TestMarket & { readonly testServer: TestServer }> {
  const testServer = await startTestDatabase(await allMigrations());
  return { ...(await openTestMarketOn(testServer)), testServer };
}

/** @param place a migrated database, which the market stops at its end. */
export async function openTestMarketOn(place: TestDatabase & Pick<TestServer, 'stop'>): Promise<TestMarket> {
  const { database, databaseUrl } = place;
  const keys = newKeyFileText();
  const system: System = await composeSystem({
    database,
    keyRing: parseKeyRing(keys, 'test'),
    clock: systemClock,
    issuerPrefix: '83',
    bucketCount: bucketCountOfTests(),
    accountLimits: { openActivations: 1_000, credentials: 1_000 },
  });
  const { platform, enrolment } = system;
  const { operatorId } = await createOperator(platform, { name: 'Test operator' });

  return {
    database,
    databaseUrl,
    keys,
    async openTill() {
      const { merchantId } = await createMerchant(platform, { operatorId, name: 'Kiosk' });
      return (await createTill(platform, { merchantId, name: 'Counter' })).key;
    },
    async openAccount(minorUnits) {
      const { accountId, shard } = await createPayerAccount(platform, { name: 'Payer', currency });
      await topUp(platform, { topUpId: 'first', accountId, amount: { minorUnits, currency } });
      return { accountId, shard };
    },
    async enrolTerminal(account, server, kind = 'time') {
      const { activationCode } = await createActivation(enrolment, account, { kind });
      const terminal = createPayerTerminal({ store: createMemoryStore() });
      await enrol(terminal, { activationCode, serverUrl: server.href, fetch });
      return terminal;
    },
    async close() {
      await system.close();
      await place.stop();
    },
  };
}

/** The first code of a fresh terminal, or the next of one that may offer one now. */
export async function codeOf(terminal: PayerTerminal): Promise<string> {
  const code = await nextCode(terminal);
  if (code.kind !== 'code') throw new Error(`this terminal offers no code for another ${code.waitMs} ms`);
  return code.digits;
}

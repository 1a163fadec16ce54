import {
  checkSealingKeys,
  createVerifier,
  loadAliasKeys,
  newKeyFileText,
  parseKeyRing,
} from '@tallystick/authentication-server';
import { systemClock } from '@tallystick/foundation';
import { defaultIssuerPrefix } from '@tallystick/paycode';
import { createLedgerAccounts, openInstallation } from '@tallystick/payment-platform';
import type { Database } from '@tallystick/postgres';
import { createCodeBook } from '../codes/code-book.ts';
import type { HttpLoad } from '../load/pay-over-http.ts';
import type { VerificationLoad } from '../load/verify-and-commit.ts';
import type { BenchOptions } from '../options.ts';
import { findPgbench } from '../tpc-b/find-pgbench.ts';
import { prepareTpcB, type TpcB } from '../tpc-b/pgbench.ts';
import { startBenchDatabase } from './bench-database.ts';
import { type CredentialParts, seedPayers, seedTerminals } from './seed-payers.ts';
import { seedTills } from './seed-tills.ts';
import { startServerProcess } from './server-process.ts';

/** Everything that a round measures, on one PostgreSQL. */
export interface Bench {
  readonly database: Database;
  readonly dataDirectory: string;
  readonly tpcB: TpcB;
  readonly http: HttpLoad;
  readonly verification: VerificationLoad;
  stop(): Promise<void>;
}

const bucket = 0;

/** Starts PostgreSQL, fills its databases, starts the server under test. What was started ends when a later step fails. */
export async function prepareBench(options: BenchOptions): Promise<Bench> {
  const started: (() => Promise<void>)[] = [];
  async function stop(): Promise<void> {
    for (const end of started.splice(0).toReversed()) await end();
  }
  try {
    const pgbench = findPgbench();
    const { tpcB: target, dataDirectory, ...databases } = await startBenchDatabase();
    started.push(databases.stop);
    const tpcB = await prepareTpcB(pgbench, target);
    const keys = newKeyFileText();
    const { tillKeys, codes } = await seedPayments(databases.database, keys, options);
    const verification = await seedVerifications(databases.verifications, keys, options);
    const server = await startServerProcess(databases.databaseUrl, keys);
    started.push(server.stop);
    return {
      database: databases.database,
      dataDirectory,
      tpcB,
      http: { address: server.address, tillKeys, codes, acknowledged: new Set() },
      verification,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function seedPayments(
  database: Database,
  keys: string,
  { payerCount, merchantCount }: BenchOptions,
): Promise<Pick<HttpLoad, 'tillKeys' | 'codes'>> {
  const parts = await credentialParts(database, keys);
  await openInstallation(parts);
  const fundingAccountId = await createLedgerAccounts(parts).fundingAccountId('EUR', bucket);
  const tillKeys = await seedTills(parts, merchantCount);
  const terminals = await seedPayers({ ...parts, fundingAccountId }, payerCount);
  return { tillKeys, codes: createCodeBook(terminals, defaultIssuerPrefix, parts.clock) };
}

/** In a database of their own, because a burnt code without a payment is what the other one must not have. */
async function seedVerifications(
  database: Database,
  keys: string,
  { payerCount }: BenchOptions,
): Promise<VerificationLoad> {
  const parts = await credentialParts(database, keys);
  const terminals = await seedTerminals(parts, payerCount);
  return {
    database,
    verifier: createVerifier(parts),
    issuerPrefix: defaultIssuerPrefix,
    codes: createCodeBook(terminals, defaultIssuerPrefix, parts.clock),
    acknowledged: new Set(),
  };
}

async function credentialParts(database: Database, keys: string): Promise<CredentialParts> {
  const keyRing = parseKeyRing(keys, 'the bench');
  await checkSealingKeys(database, keyRing);
  return { database, clock: systemClock, keyRing, aliasKeys: await loadAliasKeys(database, keyRing) };
}

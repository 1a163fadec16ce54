import {
  checkSealingKeys,
  createVerifier,
  loadAliasKeys,
  parseKeyRing,
} from '@tallystick/authentication-server';
import { systemClock } from '@tallystick/foundation';
import { defaultIssuerPrefix } from '@tallystick/paycode';
import { createLedgerAccounts, openInstallation } from '@tallystick/payment-platform';
import type { Database } from '@tallystick/postgres';
import { newKeyFileText } from '../../packages/authentication-server/src/sealing/create-key-file.ts';
import { createCodeBook } from '../codes/code-book.ts';
import type { HttpLoad } from '../load/pay-over-http.ts';
import type { VerificationLoad } from '../load/verify-and-commit.ts';
import type { BenchOptions } from '../options.ts';
import { findPgbench } from '../tpc-b/find-pgbench.ts';
import { prepareTpcB, type TpcB } from '../tpc-b/pgbench.ts';
import { startBenchDatabase } from './bench-database.ts';
import { seedPayers } from './seed-payers.ts';
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

/** Starts PostgreSQL, fills both databases, starts the server under test. What was started ends when a later step fails. */
export async function prepareBench(options: BenchOptions): Promise<Bench> {
  const started: (() => Promise<void>)[] = [];
  async function stop(): Promise<void> {
    for (const end of started.splice(0).toReversed()) await end();
  }
  try {
    const pgbench = findPgbench();
    const { database, databaseUrl, tpcB: target, dataDirectory, stop: end } = await startBenchDatabase();
    started.push(end);
    const tpcB = await prepareTpcB(pgbench, target);
    const keys = newKeyFileText();
    const { tillKeys, codes, verifier } = await seed(database, keys, options);
    const server = await startServerProcess(databaseUrl, keys);
    started.push(server.stop);
    return {
      database,
      dataDirectory,
      tpcB,
      http: { address: server.address, tillKeys, codes, acknowledged: new Set() },
      verification: { database, verifier, issuerPrefix: defaultIssuerPrefix, codes, acknowledged: new Set() },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function seed(database: Database, keys: string, { payerCount, merchantCount }: BenchOptions) {
  const clock = systemClock;
  const keyRing = parseKeyRing(keys, 'the bench');
  await checkSealingKeys(database, keyRing);
  await openInstallation({ database, clock });
  const aliasKeys = await loadAliasKeys(database, keyRing);
  const fundingAccountId = await createLedgerAccounts({ database, clock }).fundingAccountId('EUR', bucket);
  const tillKeys = await seedTills({ database, clock }, merchantCount);
  const terminals = await seedPayers({ database, clock, keyRing, aliasKeys, fundingAccountId }, payerCount);
  const codes = createCodeBook(terminals, defaultIssuerPrefix, clock);
  return { tillKeys, codes, verifier: createVerifier({ clock, keyRing, aliasKeys }) };
}

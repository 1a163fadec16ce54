import { chmod, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import { authenticationMigrations } from '@tallystick/authentication-server';
import { platformMigrations } from '@tallystick/payment-platform';
import {
  type ConnectionTarget,
  connectionUrl,
  type Database,
  migrate,
  openDatabase,
  startEmbeddedPostgres,
} from '@tallystick/postgres';

export interface BenchDatabase {
  readonly database: Database;
  /** For the server under test. */
  readonly databaseUrl: string;
  /** Credentials alone, for verifications that no payment follows. */
  readonly verifications: Database;
  /** An empty database on the same server, for TPC-B. */
  readonly tpcB: ConnectionTarget;
  /** Where the files are; on a file system in memory a commit costs nothing. */
  readonly dataDirectory: string;
  /** Ends the server and removes its files. */
  stop(): Promise<void>;
}

const parentFolder = path.resolve(import.meta.dirname, '..', '..', 'data');
/** Counting and summing hundreds of thousands of entries takes longer than anything a till asks for. */
const statementTimeoutMs = 120_000;

/** Starts a fresh embedded PostgreSQL with the settings of production, on the disk that holds this checkout. */
export async function startBenchDatabase(): Promise<BenchDatabase> {
  await mkdir(parentFolder, { recursive: true });
  const dataDirectory = await mkdtemp(path.join(parentFolder, 'bench-'));
  // Started as root, PostgreSQL runs as another user.
  await chmod(dataDirectory, 0o755);
  const server = await startEmbeddedPostgres({ dataDirectory });
  const payments = { ...server.connection, database: 'tallystick' };
  const verifications = { ...server.connection, database: 'verifications' };
  const tpcB = { ...server.connection, database: 'tpcb' };
  const opened: Database[] = [];

  async function open(target: ConnectionTarget): Promise<Database> {
    const database = await openDatabase(target, { statementTimeoutMs });
    opened.push(database);
    return database;
  }
  async function stop(): Promise<void> {
    await Promise.all(opened.map((database) => database.close()));
    await server.stop();
    await removeFiles(dataDirectory);
  }
  try {
    const main = await open(server.connection);
    for (const { database } of [payments, verifications, tpcB]) {
      await main.query({ name: '', text: `CREATE DATABASE ${database}`, values: [] });
    }
    const database = await open(payments);
    await migrate(database, [...(await authenticationMigrations()), ...(await platformMigrations())]);
    const credentials = await open(verifications);
    await migrate(credentials, await authenticationMigrations());
    const databaseUrl = connectionUrl(payments);
    return { database, databaseUrl, verifications: credentials, tpcB, dataDirectory, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** PostgreSQL’s files may stand elsewhere, behind a link, where its user can’t enter the data directory. */
async function removeFiles(dataDirectory: string): Promise<void> {
  const files = await realpath(path.join(dataDirectory, 'postgresql'));
  await rm(files, { recursive: true, force: true });
  await rm(dataDirectory, { recursive: true, force: true });
}

import path from 'node:path';
import { platformMigrations } from '@tallystick/payment-platform';
import { TallyError } from '@tallystick/foundation';
import {
  type ConnectionTarget,
  migrate,
  openDatabase,
  startEmbeddedPostgres,
  type Database,
  type DatabaseOptions,
  type Migration,
} from '@tallystick/postgres';
import { assertRoleOfDatabase } from './role-of-database.ts';
import type { Role, StartSettings } from './start-settings.ts';

/** The database of a running system, and how to let go of it. */
export interface SystemDatabase {
  readonly database: Database;
  /** For people: which PostgreSQL it is. */
  readonly description: string;
  close(): Promise<void>;
}

/** Which database it is; of the settings of `tally start`. */
export type DatabasePlace = Pick<StartSettings, 'dataDirectory' | 'databaseUrl' | 'mayBeOff' | 'role'>;

/** Opens the operator’s own PostgreSQL, or starts the embedded one, and brings its schema up to date. */
export async function openSystemDatabase(
  { dataDirectory, databaseUrl, mayBeOff, role }: DatabasePlace,
  log: (line: string) => void,
): Promise<SystemDatabase> {
  if (databaseUrl !== undefined) {
    const database = await openMigrated(databaseUrl, role, { mayBeOff }).catch((error: unknown) => {
      throw withAddress(error, databaseUrl);
    });
    return { database, description: 'the PostgreSQL of DATABASE_URL', close: () => database.close() };
  }
  const postgres = await startQuietly(dataDirectory, log);
  try {
    return systemDatabase(await openMigrated(postgres.connection, role), postgres);
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/** An embedded PostgreSQL that tells only what is news. */
export interface QuietPostgres {
  readonly connection: ConnectionTarget;
  readonly description: string;
  stop(): Promise<void>;
}

export async function startQuietly(
  dataDirectory: string,
  log: (line: string) => void,
): Promise<QuietPostgres> {
  let isStopping = false;
  const folder = path.join(dataDirectory, 'postgres');
  const postgres = await startEmbeddedPostgres({
    dataDirectory: folder,
    log(line) {
      if (!isRoutine(line) && !(isStopping && isPartOfStopping(line))) log(line);
    },
  });
  return {
    connection: postgres.connection,
    description: `embedded PostgreSQL in ${folder}`,
    stop() {
      isStopping = true;
      return postgres.stop();
    },
  };
}

/** The database closed first, then its PostgreSQL. */
export function systemDatabase(database: Database, postgres: QuietPostgres): SystemDatabase {
  return {
    database,
    description: postgres.description,
    async close() {
      await database.close();
      await postgres.stop();
    },
  };
}

/** The schemas of a role: each server apart has its own only, and a platform apart loads nothing of the other. */
export async function migrationsOf(role: Role): Promise<readonly Migration[]> {
  const ofAuthentication = async (): Promise<readonly Migration[]> =>
    (await import('@tallystick/authentication-server')).authenticationMigrations();
  return [
    ...(role === 'platform' ? [] : await ofAuthentication()),
    ...(role === 'authentication' ? [] : await platformMigrations()),
  ];
}

async function openMigrated(
  target: ConnectionTarget | string,
  role: Role,
  options?: DatabaseOptions,
): Promise<Database> {
  const database = await openDatabase(target, options);
  try {
    await assertRoleOfDatabase(database, role);
    await migrate(database, await migrationsOf(role));
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Says which PostgreSQL did not answer; the address may hold a password, so only its host is repeated. */
export function withAddress(error: unknown, databaseUrl: string): unknown {
  if (!(error instanceof TallyError) || error.code !== 'database_unavailable') return error;
  const host = URL.canParse(databaseUrl) ? new URL(databaseUrl).host : '';
  const place = host === '' ? 'DATABASE_URL' : `${host} (DATABASE_URL)`;
  return new TallyError('database_unavailable', {
    detail: `No PostgreSQL answers at ${place}.`,
    cause: error,
  });
}

/** PostgreSQL tells of every start and stop under `LOG:`; only what it warns of is news for the operator. */
function isRoutine(line: string): boolean {
  return /^(LOG|DETAIL|HINT):/.test(line);
}

/** Said of a connection that we have closed and PostgreSQL has not yet seen closed. */
function isPartOfStopping(line: string): boolean {
  return /^FATAL: +terminating connection due to administrator command/.test(line);
}

import path from 'node:path';
import { TallyError } from '@tallystick/foundation';
import {
  durabilitySettings,
  lookAtEmbeddedPostgres,
  missingMigrations,
  openDatabase,
  type Database,
} from '@tallystick/postgres';
import {
  migrationsOf,
  startQuietly,
  systemDatabase,
  withAddress,
  type SystemDatabase,
} from '../start/open-system-database.ts';
import { roleOfDatabase } from '../start/role-of-database.ts';
import type { Role } from '../start/start-settings.ts';

/** Where an installation keeps its rows; of the settings of `tally start`. */
export interface DatabasePlace {
  readonly dataDirectory: string;
  readonly databaseUrl: string | undefined;
}

export interface ExistingDatabase extends SystemDatabase {
  /** Whose rows are in it. */
  readonly role: Role;
}

/**
 * Opens the database of an installation as it is, without making one and without bringing its schema up to date: beside
 * the running system where one runs, otherwise by starting the embedded PostgreSQL for as long as it is needed.
 *
 * @throws TallyError `installation_missing`, `schema_older`, `schema_newer`, `schema_unknown`, or what a start throws.
 */
export async function openExistingDatabase(
  place: DatabasePlace,
  log: (line: string) => void,
): Promise<ExistingDatabase> {
  const opened = await openDatabaseAsItIs(place, log);
  try {
    const role = (await roleOfDatabase(opened.database)) ?? 'all';
    const missing = await missingMigrations(opened.database, await migrationsOf(role));
    if (missing.length > 0) throw new TallyError('schema_older');
    return { ...opened, role };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/**
 * The same, whatever its schema is.
 *
 * @throws TallyError `installation_missing`, or what a start throws.
 */
export async function openDatabaseAsItIs(
  { dataDirectory, databaseUrl }: DatabasePlace,
  log: (line: string) => void,
): Promise<SystemDatabase> {
  if (databaseUrl !== undefined) {
    // Whoever only reads can do so whatever the server would lose.
    const options = { mayBeOff: durabilitySettings };
    const database = await openDatabase(databaseUrl, options).catch((error: unknown) => {
      throw withAddress(error, databaseUrl);
    });
    return withoutPostgres(database, 'the PostgreSQL of DATABASE_URL');
  }
  const folder = path.join(dataDirectory, 'postgres');
  const { hasFiles, running } = await lookAtEmbeddedPostgres(folder);
  if (running !== undefined) {
    const database = await openDatabase(running.connection).catch((cause: unknown) => {
      const detail = `The database in ${folder} belongs to a system that runs (process ${running.processId}), and does not let this user in. Run this as the same user.`;
      throw new TallyError('database_unavailable', { detail, cause });
    });
    return withoutPostgres(database, `the running PostgreSQL in ${folder}`);
  }
  if (!hasFiles) {
    const detail = `There is no database in ${dataDirectory}. Set TALLY_DATA or DATABASE_URL, or start the system once.`;
    throw new TallyError('installation_missing', { detail });
  }
  const postgres = await startQuietly(dataDirectory, log);
  try {
    return systemDatabase(await openDatabase(postgres.connection), postgres);
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

function withoutPostgres(database: Database, description: string): SystemDatabase {
  return { database, description, close: () => database.close() };
}

import { authenticationMigrations } from '@tallystick/authentication-server';
import { platformMigrations } from '@tallystick/payment-platform';
import {
  migrate,
  openDatabase,
  type ConnectionTarget,
  type Database,
  type Migration,
} from '@tallystick/postgres';
import { startTestDatabase, type TestServer } from '@tallystick/postgres/testing';

/** A database for each server on one PostgreSQL, each opened by a role that may do nothing in the other. */
export interface TwoDatabases {
  readonly platform: Database;
  readonly authentication: Database;
  /** Where the platform’s is. */
  readonly connection: ConnectionTarget;
  stop(): Promise<void>;
}

/** Of the pool of each; with its lanes a pair takes ten of a server’s sixty connections. */
const maximumConnections = 2;
const pairsPerServer = 5;

/** A PostgreSQL that several pairs of this process share: it takes longer to start than most tests to run. */
interface SharedServer {
  readonly started: Promise<TestServer>;
  pairs: number;
  openPairs: number;
}
let shared: SharedServer | undefined;
let names = 0;

function takePlace(): SharedServer {
  if (shared === undefined || shared.openPairs === 0 || shared.pairs === pairsPerServer)
    shared = { started: startTestDatabase(), pairs: 0, openPairs: 0 };
  shared.pairs += 1;
  shared.openPairs += 1;
  return shared;
}

export async function startTwoDatabases(): Promise<TwoDatabases> {
  const place = takePlace();
  const pair = (names += 1);
  const testServer = await place.started;
  const opened: Database[] = [];

  function target(side: string): ConnectionTarget {
    const name = `tally_${side}_${pair}`;
    return { ...testServer.server.connection, user: name, database: name };
  }
  async function open(side: string, migrations: readonly Migration[]): Promise<Database> {
    const { user: name } = target(side);
    for (const text of [
      `CREATE ROLE ${name} LOGIN`,
      `CREATE DATABASE ${name} OWNER ${name}`,
      `REVOKE ALL ON DATABASE ${name} FROM PUBLIC`,
    ])
      await testServer.database.query({ name: '', text, values: [] });
    const database = await openDatabase(target(side), { maximumConnections });
    opened.push(database);
    await migrate(database, migrations);
    return database;
  }
  return {
    platform: await open('platform', await platformMigrations()),
    authentication: await open('authentication', await authenticationMigrations()),
    connection: target('platform'),
    async stop() {
      await Promise.all(opened.map((database) => database.close()));
      place.openPairs -= 1;
      if (place.openPairs === 0) await testServer.stop();
    },
  };
}

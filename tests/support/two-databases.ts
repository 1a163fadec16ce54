import { authenticationMigrations } from '@tallystick/authentication-server';
import { platformMigrations } from '@tallystick/payment-platform';
import { migrate, openDatabase, type Database, type Migration } from '@tallystick/postgres';
import { startTestDatabase, type TestServer } from '@tallystick/postgres/testing';

/** A database for each server on one PostgreSQL, each opened by a role that may do nothing in the other. */
export interface TwoDatabases {
  readonly testServer: TestServer;
  readonly platform: Database;
  readonly authentication: Database;
  stop(): Promise<void>;
}

export async function startTwoDatabases(): Promise<TwoDatabases> {
  const testServer = await startTestDatabase();
  const opened: Database[] = [];
  async function open(name: string, migrations: readonly Migration[]): Promise<Database> {
    for (const text of [
      `CREATE ROLE ${name} LOGIN`,
      `CREATE DATABASE ${name} OWNER ${name}`,
      `REVOKE ALL ON DATABASE ${name} FROM PUBLIC`,
    ])
      await testServer.database.query({ name: '', text, values: [] });
    const database = await openDatabase({ ...testServer.server.connection, user: name, database: name });
    opened.push(database);
    await migrate(database, migrations);
    return database;
  }
  return {
    testServer,
    platform: await open('tally_platform', await platformMigrations()),
    authentication: await open('tally_authentication', await authenticationMigrations()),
    async stop() {
      await Promise.all(opened.map((database) => database.close()));
      await testServer.stop();
    },
  };
}

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { ConnectionTarget } from '../connections/connection-target.ts';
import { placeBinaries } from './binaries.ts';
import { clusterPath, placeCluster } from './cluster.ts';
import { endFormerPostgres } from './former-postgres.ts';
import { superuser } from './initialise-cluster.ts';
import { claimOwnership, releaseOwnership } from './owner-file.ts';
import { startPostmaster } from './postmaster.ts';
import { chooseServerIdentity, type ServerIdentity } from './server-identity.ts';
import { serverSettings } from './settings.ts';
import { makeSocketDirectory, removeSocketDirectory, socketPort } from './socket-directory.ts';
import { failureFromSystem } from './start-failure.ts';
import { supervise, type Supervisor } from './supervise.ts';

export interface EmbeddedPostgresOptions {
  /** The folder that holds the database; made where it doesn’t exist. */
  readonly dataDirectory: string;
  /** Gets PostgreSQL’s log and the supervisor’s own words, line by line. */
  readonly log?: (line: string) => void;
  /** For tests: the files will be thrown away, so that making them need not wait for the disk. */
  readonly temporary?: boolean;
}

export interface EmbeddedPostgres {
  readonly connection: ConnectionTarget;
  /** The server process of now; another one after it had to be started again. */
  readonly processId: number;
  /** Ends PostgreSQL and leaves nothing behind but the data. */
  stop(): Promise<void>;
}

/**
 * Starts the embedded PostgreSQL on a data directory, keeps it running, and ends it with this process, however that ends.
 *
 * @throws `operating_system_unsupported`, `data_directory_in_use`, `data_directory_not_writable`, `disk_full` or
 *   `database_start_failed`; the data is then as it was.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  try {
    return await start({
      dataDirectory: path.resolve(options.dataDirectory),
      log: options.log ?? ignore,
      temporary: options.temporary ?? false,
    });
  } catch (error) {
    throw failureFromSystem(error);
  }
}

async function start(options: Required<EmbeddedPostgresOptions>): Promise<EmbeddedPostgres> {
  const { dataDirectory } = options;
  // Root’s is passed through by the user that PostgreSQL runs as.
  await mkdir(dataDirectory, { recursive: true, mode: process.geteuid?.() === 0 ? 0o711 : 0o700 });
  const identity = await chooseServerIdentity(clusterPath(dataDirectory));
  const socketDirectory = await makeSocketDirectory(identity);
  await becomeOwner(dataDirectory, socketDirectory);
  async function cleanUp(): Promise<void> {
    await removeSocketDirectory(socketDirectory);
    await releaseOwnership(dataDirectory);
  }
  try {
    const supervisor = await startServer(options, socketDirectory, identity);
    return {
      connection: { host: socketDirectory, port: socketPort, user: superuser, database: 'postgres' },
      get processId() {
        return supervisor.current().processId;
      },
      async stop() {
        await supervisor.stop();
        await cleanUp();
      },
    };
  } catch (error) {
    await cleanUp();
    throw error;
  }
}

/** Makes us the data directory’s owner, and clears away the socket of an owner that died. */
async function becomeOwner(dataDirectory: string, socketDirectory: string): Promise<void> {
  try {
    const former = await claimOwnership(dataDirectory, socketDirectory);
    if (former !== undefined) await removeSocketDirectory(former.socketDirectory);
  } catch (error) {
    await removeSocketDirectory(socketDirectory);
    throw error;
  }
}

async function startServer(
  { dataDirectory, log, temporary }: Required<EmbeddedPostgresOptions>,
  socketDirectory: string,
  identity: ServerIdentity | undefined,
): Promise<Supervisor> {
  const native = await placeBinaries(dataDirectory, identity);
  const clusterDirectory = await placeCluster({ dataDirectory, native, identity, isTemporary: temporary });
  return supervise(async () => {
    await endFormerPostgres(clusterDirectory);
    const settings = serverSettings(socketDirectory);
    return startPostmaster({ native, clusterDirectory, settings, identity, log });
  }, log);
}

function ignore(): undefined {
  return undefined;
}
